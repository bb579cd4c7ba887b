#include "solvers/validate/validate_main.h"

#include "physics/error.h"
#include "physics/suggestion.h"
#include "solvers/validate/report.h"
#include "solvers/validate/runner.h"

#include <boost/program_options.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iostream>

namespace vht
{
  namespace
  {
    namespace fs      = std::filesystem;
    namespace options = boost::program_options;

    struct Request
    {
      std::string              verb;
      std::vector<std::string> names;
      std::string              level = "quick", benchmark;
      unsigned                 ranks = 1;
      fs::path                 output, benchmarks, tools;
      std::vector<std::string> settings;
      bool                     report = false, force = false, quiet = false;
    };

    constexpr const char *usage =
      R"(vht-validate: run the solvers on published benchmarks and judge them

  vht-validate list
  vht-validate run NAME...     [--level quick|full] [-n RANKS] [--output DIR] [--report] [--force]
  vht-validate compare RUNDIR --benchmark NAME [--set PARAMETER=VALUE]...
  vht-validate report NAME...  [--level quick|full] [--output DIR]

list     benchmarks, their levels and number of runs
run      execute what is not yet complete, then judge: report.json, junit.xml
compare  judge one finished run; --set says what it is, where its folder does not (h=0.2, ...)
report   judge again what is there and write report.html and report.md, without running anything

Exit codes: 0 all gates passed, 1 bad input, 2 or 3 a run failed, 4 a gate was missed, 75 interrupted.

)";

    options::options_description
    described(Request &request)
    {
      options::options_description all("Options");
      auto                         add = all.add_options();
      add("help,h", "this text");
      add("version", "the version");
      add("level", options::value(&request.level)->value_name("LEVEL"), "which runs and checks (default: quick)");
      add("ranks,n", options::value(&request.ranks)->value_name("N"), "MPI ranks of each run (default: 1)");
      add("output,o", options::value(&request.output)->value_name("DIR"), "default: results/validation/NAME");
      add("report", options::bool_switch(&request.report), "also write report.html and report.md");
      add("force", options::bool_switch(&request.force), "run also what is complete and unchanged");
      add("quiet", options::bool_switch(&request.quiet), "only verdicts that are not a pass, and errors");
      add("benchmark", options::value(&request.benchmark)->value_name("NAME"), "for compare");
      add("set", options::value(&request.settings)->composing()->value_name("NAME=VALUE"), "for compare");
      add("benchmarks", options::value(&request.benchmarks)->value_name("DIR"),
          "the folder of the benchmarks (default: $VHT_BENCHMARKS, or the source's validation/)");
      add("tools", options::value(&request.tools)->value_name("DIR"), "the solvers (default: beside vht-validate)");
      return all;
    }

    fs::path
    benchmarks_folder(const Request &request)
    {
      const char *variable = std::getenv("VHT_BENCHMARKS");
      fs::path    folder   = !request.benchmarks.empty()                ? request.benchmarks
                             : variable != nullptr && *variable != '\0' ? fs::path(variable)
                                                                        : fs::path(VHT_BENCHMARKS_DIR);
      if (!fs::is_directory(folder))
        throw InputError("There is no folder of benchmarks " + folder.string() +
                         ". Say where it is with --benchmarks DIR or the variable VHT_BENCHMARKS.");
      return fs::canonical(folder);
    }

    std::vector<std::string>
    benchmark_names(const fs::path &folder)
    {
      std::vector<std::string> names;
      for (const auto &entry : fs::directory_iterator(folder))
        if (fs::exists(entry.path() / "criteria.json"))
          names.push_back(entry.path().filename().string());
      std::sort(names.begin(), names.end());
      return names;
    }

    Criteria
    load(const Request &request, const std::string &name)
    {
      const fs::path folder = benchmarks_folder(request);
      const auto     names  = benchmark_names(folder);
      if (std::find(names.begin(), names.end(), name) == names.end())
        {
          std::string known;
          for (const auto &entry : names)
            known.append(known.empty() ? "" : ", ").append(entry);
          throw InputError("There is no benchmark \"" + name + "\" in " + folder.string() + "." +
                           did_you_mean(name, names) + " Known: " + known + ".");
        }
      return read_criteria(folder / name);
    }

    fs::path
    output_of(const Request &request, const std::string &name)
    {
      if (request.output.empty())
        return fs::path("results") / "validation" / name;
      return request.names.size() == 1 ? request.output : request.output / name;
    }

    void
    list(const Request &request, std::ostream &out)
    {
      ReportTable table;
      table.columns = {"benchmark", "level", "runs", "what"};
      for (const std::string &name : benchmark_names(benchmarks_folder(request)))
        {
          const Criteria criteria = load(request, name);
          for (const Level &level : criteria.levels)
            {
              const auto runs  = plan_runs(criteria, level, output_of(request, name), 1);
              const bool first = &level == &criteria.levels.front();
              table.rows.push_back({first ? name : "", level.name, std::to_string(runs.size()),
                                    (first ? criteria.title + ". " : "") + level.description});
            }
        }
      out << as_text(table);
    }

    void
    print_verdicts(const std::vector<Verdict> &verdicts, const bool quiet, std::ostream &out)
    {
      std::vector<Verdict> shown = verdicts;
      if (quiet)
        std::erase_if(shown,
                      [](const Verdict &v) { return v.outcome == Outcome::pass || v.outcome == Outcome::reported; });
      if (!shown.empty())
        out << '\n' << as_text(verdict_table(shown));
      const auto count = [&](const Outcome outcome) {
        return std::to_string(
          std::count_if(verdicts.begin(), verdicts.end(), [&](const Verdict &v) { return v.outcome == outcome; }));
      };
      if (!quiet)
        out << '\n'
            << count(Outcome::pass) << " passed, " << count(Outcome::missed) << " missed, " << count(Outcome::failed)
            << " without a number, " << count(Outcome::reported) << " reported.\n";
    }

    ExitCode
    worst(const ExitCode a, const ExitCode b)
    {
      const auto rank = [](const ExitCode code) {
        return code == ExitCode::stopped             ? 3
               : code == ExitCode::numerical_failure ? 2
               : code == ExitCode::gate_missed       ? 1
                                                     : 0;
      };
      return rank(a) >= rank(b) ? a : b;
    }

    /** run, and report, which executes nothing. */
    ExitCode
    run(const Request &request, const bool execute, std::ostream &out)
    {
      const fs::path self = fs::read_symlink("/proc/self/exe").parent_path();
      ExitCode       code = ExitCode::done;
      for (const std::string &name : request.names)
        {
          BenchmarkResult result{load(request, name), request.level, output_of(request, name), {}, {}};
          const Level    &level = result.criteria.level(request.level);
          result.runs           = plan_runs(result.criteria, level, result.folder, request.ranks);
          for (BenchmarkRun &planned : result.runs) // mistakes in the checks show before hours of running
            planned.state = RunState::missing;
          judge(result.criteria, request.level, result.runs);

          Runner runner({request.tools.empty() ? self : request.tools, request.force, request.quiet}, result.folder,
                        out);
          if (!request.quiet)
            out << name << ": " << result.criteria.title << ", level " << request.level << ", " << result.runs.size()
                << " runs\n"
                << std::flush;
          if (!execute)
            runner.look(result.runs);
          else if (!runner.execute(result.runs))
            return ExitCode::stopped;
          result.verdicts = judge(result.criteria, request.level, result.runs);
          print_verdicts(result.verdicts, request.quiet, out);
          write_reports(result, request.report || !execute);
          if (!request.quiet)
            out << "Written: " << (result.folder / "report.json").string() << ", junit.xml"
                << (request.report || !execute ? ", report.html, report.md" : "") << "\n\n";
          code = worst(code, run_failed(result.runs)        ? ExitCode::numerical_failure
                             : gate_missed(result.verdicts) ? ExitCode::gate_missed
                                                            : ExitCode::done);
        }
      return code;
    }

    ExitCode
    compare(const Request &request, std::ostream &out)
    {
      if (request.names.size() != 1 || request.benchmark.empty())
        throw InputError("compare needs one run folder and --benchmark NAME.");
      const Criteria criteria = load(request, request.benchmark);
      BenchmarkRun   run;
      run.output = request.names.front();
      run.name   = run.output.lexically_normal().string();
      run.state  = RunState::reused;
      if (!fs::is_directory(run.output))
        throw InputError("There is no run folder " + run.output.string() + ".");

      std::ifstream in(run.output / "validate.json"); // what vht-validate knew when it made this run
      const auto    stamp = in ? nlohmann::json::parse(in, nullptr, false) : nlohmann::json();
      if (stamp.is_object() && stamp.contains("parameters"))
        run.parameters = stamp["parameters"].get<Values>();
      for (const std::string &setting : request.settings)
        {
          const std::size_t equals = setting.find('=');
          if (equals == std::string::npos || equals == 0)
            throw InputError("--set " + setting + ": NAME=VALUE is needed.");
          run.parameters[setting.substr(0, equals)] = setting.substr(equals + 1);
        }
      run.key = run.parameters.count("run") > 0 ? run.parameters["run"] : criteria.runs.front().key;

      const auto verdicts = judge_one(criteria, run);
      print_verdicts(verdicts, request.quiet, out);
      return gate_missed(verdicts) ? ExitCode::gate_missed : ExitCode::done;
    }

    ExitCode
    dispatch(const int argc, const char *const *argv, std::ostream &out)
    {
      Request                                 request;
      std::vector<std::string>                words;
      const auto                              visible = described(request);
      options::options_description            all;
      options::positional_options_description positions;
      all.add(visible).add_options()("words", options::value(&words));
      positions.add("words", -1);
      options::variables_map given;
      try
        {
          options::store(options::command_line_parser(argc, argv).options(all).positional(positions).run(), given);
          options::notify(given);
        }
      catch (const options::unknown_option &error)
        {
          std::vector<std::string> names;
          for (const auto &option : visible.options())
            names.push_back("--" + option->long_name());
          throw InputError("There is no option " + error.get_option_name() + "." +
                           did_you_mean(error.get_option_name(), names) + " See vht-validate --help.");
        }
      catch (const options::error &error)
        {
          throw InputError(std::string(error.what()) + ". See vht-validate --help.");
        }
      if (given.count("help") > 0 || (words.empty() && given.count("version") == 0))
        {
          out << usage << visible;
          return given.count("help") > 0 ? ExitCode::done : ExitCode::bad_input;
        }
      if (given.count("version") > 0)
        {
          out << "vht-validate " << VHT_VERSION << '\n';
          return ExitCode::done;
        }
      if (request.ranks == 0)
        throw InputError("-n needs one rank at least.");

      request.verb = words.front();
      request.names.assign(words.begin() + 1, words.end());
      if (request.verb == "list")
        {
          list(request, out);
          return ExitCode::done;
        }
      if (request.verb == "compare")
        return compare(request, out);
      if (request.verb != "run" && request.verb != "report")
        throw InputError("There is no command \"" + request.verb + "\"." +
                         did_you_mean(request.verb, {"list", "run", "compare", "report"}) +
                         " Commands: list, run, compare, report.");
      if (request.names.empty())
        throw InputError("Name a benchmark to " + request.verb + "; vht-validate list shows them.");
      return run(request, request.verb == "run", out);
    }
  } // namespace

  int
  validate_main(const int argc, const char *const *argv, std::ostream &out, std::ostream &errors)
  {
    try
      {
        return int(dispatch(argc, argv, out));
      }
    catch (const Error &error)
      {
        errors << "Error: " << error.what() << '\n';
        return int(error.code());
      }
    catch (const std::exception &error)
      {
        errors << "Internal error: " << error.what() << "\nThis is a defect of vht-validate; please report it.\n";
        return int(ExitCode::internal_error);
      }
  }
} // namespace vht
