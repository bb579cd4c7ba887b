#include "solvers/validate/runner.h"

#include "physics/error.h"
#include "solvers/validate/child_process.h"

#include <nlohmann/json.hpp>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <deque>
#include <fstream>
#include <ostream>
#include <set>
#include <sstream>

namespace vht
{
  namespace
  {
    namespace fs = std::filesystem;

    /** FNV-1a over 64 bits: tells changed inputs apart, no protection against forgery. */
    class Hash
    {
    public:
      void
      add(const std::string_view bytes)
      {
        for (const unsigned char byte : bytes)
          state_ = (state_ ^ byte) * 1099511628211ull;
        state_ = (state_ ^ 0xff) * 1099511628211ull; // an end mark
      }

      void
      add_file(const fs::path &file)
      {
        std::ifstream     in(file, std::ios::binary);
        std::vector<char> buffer(1 << 20);
        while (in.read(buffer.data(), std::streamsize(buffer.size())), in.gcount() > 0)
          add({buffer.data(), std::size_t(in.gcount())});
      }

      std::string
      text() const
      {
        char digits[20];
        std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(state_));
        return digits;
      }

    private:
      std::uint64_t state_ = 14695981039346656037ull;
    };

    /** A case file and, for .prm, all that it includes. */
    void
    add_case(Hash &hash, const fs::path &file, std::set<fs::path> &seen)
    {
      if (!seen.insert(file).second)
        return;
      hash.add_file(file);
      std::ifstream in(file);
      for (std::string line; std::getline(in, line);)
        {
          std::istringstream words(line);
          std::string        first, included;
          if (words >> first && first == "include" && std::getline(words >> std::ws, included))
            {
              std::erase_if(included, [](const char c) { return c == '"' || c == '\r'; });
              add_case(hash, (file.parent_path() / included).lexically_normal(), seen);
            }
        }
    }

    bool
    is_terminal()
    {
      return isatty(STDOUT_FILENO) == 1;
    }

    std::string
    fixed(const double value, const int decimals)
    {
      char text[40];
      std::snprintf(text, sizeof text, "%.*f", decimals, value);
      return text;
    }

    /** What was noted when the step was complete, or an empty object. */
    nlohmann::json
    read_stamp(const PlannedStep &step)
    {
      std::ifstream in(step.output / "validate.json");
      const auto    stamp = in ? nlohmann::json::parse(in, nullptr, false) : nlohmann::json();
      return stamp.is_object() ? stamp : nlohmann::json::object();
    }

    /** The share done that a tool writes beside its results, or a negative number. */
    double
    fraction_done(const fs::path &output)
    {
      std::ifstream in(output / "progress.json");
      const auto    progress = in ? nlohmann::json::parse(in, nullptr, false) : nlohmann::json();
      return progress.is_object() && progress.contains("fraction") && progress["fraction"].is_number()
               ? progress["fraction"].get<double>()
               : -1.;
    }
  } // namespace

  std::string
  tail(const fs::path &file, const unsigned n_lines)
  {
    std::ifstream           in(file);
    std::deque<std::string> lines;
    for (std::string line; std::getline(in, line);)
      {
        lines.push_back(line.substr(line.rfind('\r') + 1)); // what a progress line showed last
        if (lines.size() > n_lines)
          lines.pop_front();
      }
    std::string text;
    for (const std::string &line : lines)
      text += "      | " + line + "\n";
    return text;
  }

  Runner::Runner(const RunnerOptions &options, const fs::path &results, std::ostream &out)
    : options_(options)
    , results_(fs::absolute(results).lexically_normal())
    , out_(out)
  {
  }

  fs::path
  Runner::executable(const PlannedStep &step) const
  {
    const fs::path file = options_.tools / step.tool;
    if (access(file.c_str(), X_OK) != 0)
      throw InputError("The tool " + step.tool + " is not in " + options_.tools.string() +
                       ". Build it, or say where it is with --tools DIR.");
    return fs::absolute(file);
  }

  fs::path
  Runner::log_file(const PlannedStep &step) const
  {
    std::string name = fs::relative(step.output, results_).string();
    for (char &c : name)
      if (c == '/')
        c = '_';
    return results_ / "logs" / (name + ".log");
  }

  std::string
  Runner::fingerprint(const PlannedStep &step) const
  {
    Hash hash;
    hash.add_file(executable(step));
    hash.add(std::to_string(step.ranks));
    std::set<fs::path> seen;
    if (!step.case_file.empty())
      add_case(hash, step.case_file, seen);
    for (const std::string &argument : step.arguments)
      {
        hash.add(argument);
        const fs::path file = argument.substr(argument.find('=') + 1);
        if (file.is_absolute() && fs::is_regular_file(file) && seen.insert(file).second)
          hash.add_file(file);
      }
    return hash.text();
  }

  bool
  Runner::complete(const PlannedStep &step) const
  {
    return read_stamp(step).value("inputs", "") == fingerprint(step);
  }

  std::vector<std::string>
  Runner::command(const PlannedStep &step)
  {
    std::vector<std::string> words;
    if (step.ranks > 1)
      {
        if (launcher_.empty())
          {
            const fs::path version = results_ / "logs" / "mpirun.log";
            if (run_child({"mpirun", "--version"}, {}, version, [](double) {}).exit_code != 0)
              throw InputError("mpirun cannot be executed; it is needed for " + std::to_string(step.ranks) + " ranks.");
            launcher_ = "mpirun";
            open_mpi_ = tail(version, 20).find("Open MPI") != std::string::npos;
          }
        words = {launcher_};
        if (open_mpi_)
          words.insert(words.end(), {"--oversubscribe", "--bind-to", "none"});
        words.insert(words.end(), {"-n", std::to_string(step.ranks)});
      }
    words.push_back(executable(step).string());
    words.insert(words.end(), step.arguments.begin(), step.arguments.end());
    return words;
  }

  void
  Runner::execute(BenchmarkRun &run, const std::string &label)
  {
    std::map<std::string, std::string> environment = {{"OMP_NUM_THREADS", "1"}, {"OPENBLAS_NUM_THREADS", "1"}};
    if (geteuid() == 0) // Open MPI refuses root unless told twice
      environment.insert({{"OMPI_ALLOW_RUN_AS_ROOT", "1"}, {"OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1"}});

    run.state = RunState::reused;
    for (const PlannedStep &step : run.steps)
      {
        if (complete(step) && (!options_.force || executed_.count(step.output) > 0))
          continue;
        executed_.insert(step.output);
        run.state = RunState::done;
        fs::remove_all(step.output); // left from a run that was interrupted, or had other inputs
        fs::create_directories(step.output.parent_path());
        fs::create_directories(results_ / "logs");

        const auto     words = command(step);
        const fs::path log   = log_file(step);
        const auto     show  = [&](const double seconds) {
          if (options_.quiet || !is_terminal())
            return;
          const double fraction = fraction_done(step.output);
          out_ << '\r' << label << "  " << step.tool << ' ' << fixed(seconds, 0) << " s"
               << (fraction >= 0. ? "  " + fixed(100. * fraction, 0) + " %" : "") << "   \033[K" << std::flush;
        };
        const ChildResult result = run_child(words, environment, log, show);
        run.seconds += result.seconds;
        if (result.exit_code != 0)
          {
            run.state   = RunState::failed;
            run.message = step.tool + " ended with exit code " + std::to_string(result.exit_code) + "; its log " +
                          log.string() + " ends:\n" + tail(log, 15);
            return;
          }
        fs::create_directories(step.output);
        nlohmann::ordered_json stamp = {{"inputs", fingerprint(step)},
                                        {"command", words},
                                        {"seconds", result.seconds},
                                        {"parameters", run.parameters}};
        std::ofstream(step.output / "validate.json") << stamp.dump(2) << '\n';
      }
  }

  bool
  Runner::execute(std::vector<BenchmarkRun> &runs)
  {
    const SignalsToChild signals;
    std::size_t          widest = 0;
    for (const BenchmarkRun &run : runs)
      widest = std::max(widest, run.name.size());
    const std::string of = "/" + std::to_string(runs.size()) + "] ";

    for (std::size_t i = 0; i < runs.size(); ++i)
      {
        BenchmarkRun     &run    = runs[i];
        const std::string number = std::to_string(i + 1);
        const std::string label  = "  [" + std::string(std::to_string(runs.size()).size() - number.size(), ' ') +
                                  number + of + run.name + std::string(widest - run.name.size(), ' ');
        if (!options_.quiet && is_terminal())
          out_ << label << std::flush;
        execute(run, label);
        if (signals.interrupted())
          {
            run.state = RunState::failed;
            out_ << '\n';
            return false;
          }
        if (!options_.quiet)
          out_ << (is_terminal() ? "\r\033[K" : "") << label << "  "
               << (run.state == RunState::reused   ? "unchanged, kept"
                   : run.state == RunState::failed ? "FAILED"
                                                   : fixed(run.seconds, 1) + " s")
               << std::endl;
        if (run.state == RunState::failed)
          out_ << "    " << run.message << std::flush;
      }
    return true;
  }

  void
  Runner::look(std::vector<BenchmarkRun> &runs) const
  {
    for (BenchmarkRun &run : runs)
      {
        run.state = RunState::reused;
        for (const PlannedStep &step : run.steps)
          {
            const auto stamp = read_stamp(step);
            const auto words = stamp.value("command", std::vector<std::string>());
            if (words.size() < step.arguments.size() ||
                !std::equal(step.arguments.rbegin(), step.arguments.rend(), words.rbegin()))
              run.state = RunState::missing;
          }
      }
  }
} // namespace vht
