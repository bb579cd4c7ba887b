#include "meshing/pipeline/command_line.h"

#include "meshing/pipeline/mesh_application.h"
#include "meshing/pipeline/mesh_verbs.h"
#include "meshing/pipeline/stages.h"
#include "physics/error.h"
#include "physics/suggestion.h"
#include "solvers/core/command_line.h"
#include "solvers/core/tool_main.h"

#include <boost/program_options.hpp>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <sstream>

namespace vht::meshing
{
  namespace
  {
    namespace po = boost::program_options;

    using Words = std::vector<std::string>;

    po::options_description
    options_of(const std::string &verb)
    {
      const Verb             &asked = mesh_verbs().at(verb);
      std::vector<VerbOption> all   = asked.options;
      const bool has_unit = std::any_of(all.begin(), all.end(), [](const auto &o) { return o.name == "length-unit"; });
      if (asked.result == Verb::Result::surface)
        all.push_back({"length-unit", "UNIT", "what one unit of the file is: m, mm, ...; needed but for images"});
      else if (!has_unit)
        all.push_back(
          {"length-unit", "UNIT", "what one unit of the file is: m, mm, um, ... (default: m; um for CARP)"});
      if (asked.result != Verb::Result::surface)
        all.insert(all.end(), {{"min-angle", "DEGREES", "gate: smallest angle between two faces of a cell (5)"},
                               {"min-shape", "NUMBER", "gate: smallest radius ratio or scaled Jacobian (0.01)"}});
      if (asked.result == Verb::Result::mesh)
        all.push_back({"ascii", "", "write text instead of binary"});
      po::options_description options("Options", 100);
      for (const VerbOption &option : all)
        if (option.value.empty())
          options.add_options()(option.name.c_str(), option.help.c_str());
        else if (option.several)
          options.add_options()(option.name.c_str(),
                                po::value<Words>()->multitoken()->zero_tokens()->composing()->value_name(option.value),
                                option.help.c_str());
        else
          options.add_options()(option.name.c_str(), po::value<std::string>()->value_name(option.value),
                                option.help.c_str());
      options.add_options()("quiet,q", "print errors only")("help,h", "print this");
      return options;
    }

    void
    print_help(const std::string &verb)
    {
      std::ostringstream text;
      if (verb == "run")
        text << "vht-mesh run: mesh what a case file describes\n\n"
             << "Usage: vht-mesh run CASE.prm [options]\n\n"
             << "Options:\n"
                "  --set SECTION/KEY=VALUE      override an entry of the case; repeatable\n"
                "  -o [ --output ] FOLDER       where the mesh goes (default: meshes/CASE)\n"
                "  --from STAGE                 do this stage and those after it again; without, what has changed\n"
                "  --to STAGE                   end after this stage: import, labels, surface, ends, volume, tags, "
                "report\n"
                "  --check                      make and check the mesh, write nothing\n"
                "  --print-parameters prm|json  print every entry with its documentation, as a case file\n"
                "  -q [ --quiet ]               print errors only\n"
                "  -v [ --verbose ]             print more\n"
                "  -h [ --help ]                print this\n\n"
                "Written: mesh.msh (Gmsh 4.1, metres), mesh.json (what is in it), mesh.vtu, pictures (surfaces, a cut, "
                "quality).\n";
      else if (verb.empty())
        {
          text << "vht-mesh: makes, checks and converts tagged volume meshes\n\n"
               << "Usage: vht-mesh VERB ...     (vht-mesh VERB --help tells more)\n\n"
               << "  run        CASE         mesh what a case file describes\n";
          const auto wide = [](const std::string &word, std::size_t width) {
            return word + std::string(width - std::min(width, word.size()), ' ');
          };
          for (const auto &[name, v] : mesh_verbs())
            text << "  " << wide(name, 11) << wide(v.files, 13) << v.help << "\n";
          text << "\nMeshes are read from .msh .vtu .vtk .node/.ele .pts/.elem .xdmf and written as .msh .vtu, with a "
                  "description .json;\nsurfaces are read from .stl .ply .obj .vtp .vtk and written as .vtp .stl .ply; "
                  "centrelines are written as .vtp .csv .swc.\n"
                  "Exit codes: 0 done, 1 bad input or invalid mesh, 3 internal error, 4 a quality gate was missed.\n";
        }
      else
        text << "vht-mesh " << verb << ": " << mesh_verbs().at(verb).help << "\n\n"
             << "Usage: vht-mesh " << verb << " " << mesh_verbs().at(verb).files << " [options]\n\n"
             << options_of(verb);
      std::cout << text.str();
    }

    po::variables_map
    parse(const std::string &verb, const Words &arguments)
    {
      po::options_description options = options_of(verb), all = options_of(verb);
      all.add_options()("file", po::value<Words>());
      po::positional_options_description positional;
      positional.add("file", -1);
      po::variables_map values;
      try
        {
          namespace style = po::command_line_style;
          po::store(po::command_line_parser(arguments)
                      .options(all)
                      .positional(positional)
                      .style(style::unix_style & ~style::allow_guessing)
                      .run(),
                    values);
        }
      catch (const po::unknown_option &error)
        {
          Words known;
          for (const auto &option : options.options())
            known.push_back("--" + option->long_name());
          throw InputError("unknown option \"" + error.get_option_name() + "\"." +
                           did_you_mean(error.get_option_name(), known));
        }
      catch (const po::error &error)
        {
          throw InputError(std::string(error.what()) + ".");
        }
      return values;
    }

    Request
    request_of(const std::string &verb, const Words &arguments)
    {
      Request request;
      request.verb = verb;
      for (const auto &[name, value] : parse(verb, arguments))
        if (const auto *words = boost::any_cast<Words>(&value.value()); words != nullptr)
          request.options[name] = *words;
        else if (const auto *word = boost::any_cast<std::string>(&value.value()); word != nullptr && !word->empty())
          request.options[name] = {*word};
        else
          request.options[name] = {};
      for (const std::string &file : request.words("file"))
        request.files.emplace_back(file);

      const std::string &names    = mesh_verbs().at(verb).files;
      const auto         expected = static_cast<std::size_t>(std::count(names.begin(), names.end(), ' ')) + 1;
      if (request.files.size() != expected)
        throw InputError("expected is \"vht-mesh " + verb + " " + names + "\", found " +
                         std::to_string(request.files.size()) + (request.files.size() == 1 ? " file." : " files."));
      if (request.has("length-unit"))
        request.length_unit = length_of_unit(request.text("length-unit"));
      Gates &gates                 = request.gates;
      gates.dihedral_angle.refused = request.number("min-angle", "degree", gates.dihedral_angle.refused);
      gates.shape.refused          = request.number("min-shape", "1", gates.shape.refused);
      return request;
    }

    /** Takes "--from STAGE" or "--from=STAGE" out of the arguments: other tools have no stages. */
    std::optional<Stage>
    take_stage(const std::string &option, Words &arguments)
    {
      for (auto word = arguments.begin(); word != arguments.end(); ++word)
        if (word->starts_with(option + "="))
          {
            const Stage stage = stage_called(word->substr(option.size() + 1));
            arguments.erase(word);
            return stage;
          }
        else if (*word == option)
          {
            if (word + 1 == arguments.end())
              throw InputError(option + " needs the name of a stage, as in \"" + option + " volume\".");
            const Stage stage = stage_called(word[1]);
            arguments.erase(word, word + 2);
            return stage;
          }
      return {};
    }

    /** The folder of results is called after the case's folder where the file is just "mesh.prm". */
    int
    run_case(const std::string &program, Words arguments)
    {
      StageRange range{take_stage("--from", arguments), take_stage("--to", arguments)};
      if (range.from && range.to && *range.to < *range.from)
        throw InputError("--to " + name_of(*range.to) + " comes before --from " + name_of(*range.from) + ".");
      const Tool tool{"vht-mesh run", "mesh what a case file describes",
                      [range] { return std::make_unique<MeshApplication>(range); }};
      const auto line = parse_command_line(arguments, tool);
      if (!line.case_file.empty() && line.output == default_output(line.case_file))
        {
          std::filesystem::path name = line.case_file.stem();
          if (name == "mesh")
            name = std::filesystem::absolute(line.case_file).lexically_normal().parent_path().filename();
          arguments.insert(arguments.begin(), {"--output", (std::filesystem::path("meshes") / name).string()});
        }
      arguments.insert(arguments.begin(), program);
      std::vector<char *> pointers;
      for (std::string &argument : arguments)
        pointers.push_back(argument.data());
      return tool_main(static_cast<int>(pointers.size()), pointers.data(), tool);
    }

    int
    answer(const std::string &program, Words arguments)
    {
      const std::string verb = arguments.empty() ? "" : arguments[0];
      if (verb == "--help" || verb == "-h")
        {
          print_help("");
          return 0;
        }
      if (verb == "--version")
        {
          std::cout << tool_with_version() << "\n";
          return 0;
        }
      Words known = {"run"};
      for (const auto &[name, v] : mesh_verbs())
        known.push_back(name);
      if (std::find(known.begin(), known.end(), verb) == known.end())
        throw InputError(
          (verb.empty() ? "a verb is expected." : "there is no verb \"" + verb + "\"." + did_you_mean(verb, known)) +
          " \"vht-mesh --help\" shows all.");
      arguments.erase(arguments.begin());
      const bool asks_help = std::any_of(arguments.begin(), arguments.end(), [](const std::string &argument) {
        return argument == "--help" || argument == "-h";
      });
      if (asks_help)
        {
          print_help(verb);
          return 0;
        }
      if (verb == "run")
        return run_case(program, arguments);
      mesh_verbs().at(verb).act(request_of(verb, arguments));
      return 0;
    }
  } // namespace


  int
  mesh_main(int argc, char **argv)
  {
    try
      {
        return answer(argv[0], Words(argv + 1, argv + argc));
      }
    catch (const Error &error)
      {
        std::cerr << "vht-mesh: " << error.what() << "\n";
        return static_cast<int>(error.code());
      }
    catch (const std::bad_alloc &)
      {
        std::cerr << "vht-mesh: out of memory. Use a coarser mesh or a larger machine.\n";
        return static_cast<int>(ExitCode::bad_input);
      }
    catch (const std::exception &error)
      {
        std::cerr << "vht-mesh: internal error: " << error.what() << "\n";
        return static_cast<int>(ExitCode::internal_error);
      }
  }
} // namespace vht::meshing
