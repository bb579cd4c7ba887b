#include "solvers/core/command_line.h"

#include "physics/error.h"
#include "physics/suggestion.h"

#include <boost/program_options.hpp>

#include <algorithm>
#include <cctype>
#include <sstream>

namespace vht
{
  namespace po = boost::program_options;

  namespace
  {
    using Words = std::vector<std::string>;

    po::options_description
    visible_options()
    {
      po::options_description options("Options", 100);
      options.add_options()                                                                                       //
        ("set", po::value<Words>()->value_name("SECTION/KEY=VALUE"), "override an entry of the case; repeatable") //
        ("output,o", po::value<std::string>()->value_name("FOLDER"), "where results go (default: results/CASE)")  //
        ("restart", "continue from the checkpoint in the output folder")                                          //
        ("check", "read the case and what it refers to, report mistakes, compute nothing")                        //
        ("print-parameters", po::value<std::string>()->value_name("prm|json"),                                    //
         "print every entry with its documentation, as a case file; with CASE: with the values of that case")     //
        ("quiet,q", "print errors only")                                                                          //
        ("verbose,v", "print more")                                                                               //
        ("help,h", "print this")                                                                                  //
        ("version", "print the version");
      return options;
    }

    Words
    option_names()
    {
      Words      names;
      const auto options = visible_options();
      for (const auto &option : options.options())
        names.push_back("--" + option->long_name());
      return names;
    }

    po::variables_map
    parse(const Words &arguments)
    {
      po::options_description all = visible_options();
      all.add_options()("case", po::value<Words>());
      po::positional_options_description positional;
      positional.add("case", -1);

      namespace style = po::command_line_style;
      po::variables_map values;
      po::store(po::command_line_parser(arguments)
                  .options(all)
                  .positional(positional)
                  .style(style::unix_style & ~style::allow_guessing)
                  .run(),
                values);
      return values;
    }

    CommandLine::Action
    action(const po::variables_map &values)
    {
      using Action = CommandLine::Action;
      if (values.count("help") > 0)
        return Action::help;
      if (values.count("version") > 0)
        return Action::version;
      if (values.count("print-parameters") > 0)
        {
          const auto format = values["print-parameters"].as<std::string>();
          if (format != "prm" && format != "json")
            throw InputError("--print-parameters " + format + ": unknown format. Allowed: prm, json.");
          return format == "prm" ? Action::print_prm : Action::print_json;
        }
      return values.count("check") > 0 ? Action::check : Action::run;
    }

    void
    check_petsc_arguments(const Words &arguments)
    {
      if (!arguments.empty() && !arguments.front().starts_with('-'))
        throw InputError("after -- PETSc options are expected, which begin with \"-\"; found \"" + arguments.front() +
                         "\".");
    }
  } // namespace

  std::filesystem::path
  default_output(const std::filesystem::path &case_file)
  {
    std::filesystem::path name = case_file.stem();
    if (name == "case")
      name = std::filesystem::absolute(case_file).lexically_normal().parent_path().filename();
    return std::filesystem::path("results") / name;
  }

  std::string
  help_text(const Tool &tool)
  {
    std::ostringstream text;
    text << tool.name << ": " << tool.summary << "\n\n"
         << "Usage: " << tool.name << " CASE.prm [options] [-- PETSc options]\n"
         << "       mpirun -n 4 " << tool.name << " CASE.prm\n\n"
         << visible_options()
         << "\nCASE is a .prm file, or a .json file with the same sections and keys.\n"
            "Exit codes: 0 done, 1 bad input, 2 numerical failure, 3 internal error, 4 a quality gate was missed,\n"
            "75 stopped by a signal or a file STOP after a checkpoint (submit again with --restart).\n";
    return text.str();
  }

  CommandLine
  parse_command_line(const Words &arguments, const Tool &tool)
  {
    const std::string hint   = " \"" + tool.name + " --help\" shows what is possible.";
    const auto        dashes = std::find(arguments.begin(), arguments.end(), "--");

    CommandLine line;
    if (dashes != arguments.end())
      line.petsc.assign(dashes + 1, arguments.end());
    try
      {
        const auto values = parse(Words(arguments.begin(), dashes));
        line.action       = action(values);
        check_petsc_arguments(line.petsc);
        if (values.count("quiet") > 0 && values.count("verbose") > 0)
          throw InputError("--quiet and --verbose exclude each other.");
        if (values.count("quiet") + values.count("verbose") > 0)
          line.verbosity = values.count("quiet") > 0 ? Verbosity::quiet : Verbosity::verbose;
        line.restart = values.count("restart") > 0;
        if (values.count("set") > 0)
          line.assignments = values["set"].as<Words>();

        const Words cases = values.count("case") > 0 ? values["case"].as<Words>() : Words();
        if (cases.size() > 1)
          throw InputError("one case file is expected, found \"" + cases[0] + "\" and \"" + cases[1] + "\".");
        if (!cases.empty())
          line.case_file = cases.front();
        else if (line.action == CommandLine::Action::run || line.action == CommandLine::Action::check)
          throw InputError("no case file is named.");
        line.output = default_output(line.case_file);
        if (values.count("output") > 0)
          line.output = values["output"].as<std::string>();
        if (line.output.empty())
          throw InputError("--output needs the name of a folder.");
      }
    catch (const po::unknown_option &error)
      {
        throw InputError("command line: unknown option \"" + error.get_option_name() + "\"." +
                         did_you_mean(error.get_option_name(), option_names()) + hint);
      }
    catch (const po::error &error)
      {
        throw InputError("command line: " + std::string(error.what()) + "." + hint);
      }
    catch (const InputError &error)
      {
        throw InputError("command line: " + std::string(error.what()) + hint);
      }
    return line;
  }
} // namespace vht
