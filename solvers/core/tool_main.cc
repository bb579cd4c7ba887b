#include "solvers/core/tool_main.h"

#include "physics/error.h"
#include "solvers/core/case_file.h"
#include "solvers/core/command_line.h"
#include "solvers/core/failure.h"
#include "solvers/core/parameters.h"
#include "solvers/core/petsc_options.h"
#include "solvers/core/run.h"
#include "solvers/core/signals.h"
#include "solvers/core/version.h"

#include <deal.II/base/exceptions.h>
#include <deal.II/base/mpi.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

namespace vht
{
  namespace
  {
    /** Before MPI runs, the launcher tells which rank this is; one of them is enough to speak. */
    bool
    is_first_process()
    {
      for (const char *name : {"OMPI_COMM_WORLD_RANK", "PMI_RANK", "PMIX_RANK", "MV2_COMM_WORLD_RANK", "SLURM_PROCID"})
        if (const char *rank = std::getenv(name))
          return std::string(rank) == "0";
      return true;
    }

    void
    print(const std::string &text)
    {
      if (is_first_process())
        std::fputs(text.c_str(), stdout);
    }

    CaseFile
    read_case(const CommandLine &line)
    {
      CaseFile case_file = line.case_file.empty() ? CaseFile() : CaseFile(line.case_file);
      for (const auto &assignment : line.assignments)
        case_file.set(assignment);
      return case_file;
    }

    /** Fills the application's parameters; throws InputError with everything that is wrong in the case. */
    ParameterStore
    declare(Application &application, const CommandLine &line)
    {
      const bool     has_case = !line.case_file.empty() || !line.assignments.empty();
      ParameterStore store    = has_case ? ParameterStore(read_case(line)) : ParameterStore();
      try
        {
          application.declare(store.root());
        }
      catch (const InputError &error)
        {
          store.complain(error.what());
        }
      store.finish();
      return store;
    }

    RunOptions
    run_options(const Tool &tool, const CommandLine &line, const ParameterStore &store)
    {
      RunOptions options;
      options.tool      = tool.name;
      options.case_file = line.case_file;
      options.restart   = line.restart;
      options.verbosity = line.verbosity;
      if (line.action == CommandLine::Action::run)
        options.output = line.output;
      options.parameters_prm = "# " + tool.name + " " + version + ", " + line.case_file.string() +
                               ": all values in effect.\n\n" + store.as_prm();
      options.parameters_json     = store.record();
      options.critical_parameters = store.critical();
      return options;
    }

    void
    warn_of_unused_options(Log &log)
    {
      for (const auto &sentence : unused_petsc_options())
        log.warning(sentence);
    }

    int
    run_with_mpi(const Tool                  &tool,
                 const CommandLine           &line,
                 std::unique_ptr<Application> application,
                 const RunOptions            &options)
    {
      // PETSc would report unused options in its own way, after everything; we do it before.
      std::vector<std::string> arguments = {tool.name, "-options_left", "no"};
      arguments.insert(arguments.end(), line.petsc.begin(), line.petsc.end());
      std::vector<char *> pointers;
      for (auto &argument : arguments)
        pointers.push_back(argument.data());
      pointers.push_back(nullptr);
      int    count  = static_cast<int>(arguments.size());
      char **values = pointers.data();

      const dealii::Utilities::MPI::MPI_InitFinalize mpi(count, values, 1);
      catch_stop_signals(); // after PETSc, which takes SIGTERM for a crash
      remember_petsc_options(line.petsc);
      const FailureProtocol protocol;

      std::unique_ptr<Run> run;
      // Solvers hold PETSc objects, which must be gone before PETSc is.
      const std::unique_ptr<Application> owned = std::move(application);
      try
        {
          run = std::make_unique<Run>(options);
          if (line.action == CommandLine::Action::check)
            {
              owned->inspect(*run);
              run->log().info("No mistakes found.");
            }
          else
            owned->run(*run);
          warn_of_unused_options(run->log());
          run->finish(ExitCode::done, "done");
          return static_cast<int>(ExitCode::done);
        }
      catch (...)
        {
          return protocol.leave(describe(std::current_exception()), run.get());
        }
    }

    int
    answer(const Tool &tool, const CommandLine &line)
    {
      using Action = CommandLine::Action;
      if (line.action == Action::help)
        print(help_text(tool));
      else if (line.action == Action::version)
        print(tool.name + " " + version + " (" + git_hash + (git_changed ? ", changed" : "") + ")\n");
      if (line.action == Action::help || line.action == Action::version)
        return 0;

      auto                 application = tool.make();
      const ParameterStore store       = declare(*application, line);
      if (line.action == Action::print_prm || line.action == Action::print_json)
        {
          print(line.action == Action::print_prm ? store.as_prm() : store.as_json());
          return 0;
        }
      application->check();
      return run_with_mpi(tool, line, std::move(application), run_options(tool, line, store));
    }
  } // namespace

  int
  tool_main(int argc, char **argv, const Tool &tool)
  {
    dealii::deal_II_exceptions::suppress_stacktrace_in_exceptions();
    try
      {
        return answer(tool, parse_command_line(std::vector<std::string>(argv + 1, argv + argc), tool));
      }
    catch (...)
      {
        const Failure failure = describe(std::current_exception());
        if (is_first_process())
          std::fprintf(stderr, "%s: %s\n", tool.name.c_str(), failure.message.c_str());
        return static_cast<int>(failure.code);
      }
  }
} // namespace vht
