// A tool without physics, for the tests of tool_main: it ends as its case says.

#include "physics/error.h"
#include "solvers/core/parameters.h"
#include "solvers/core/petsc_options.h"
#include "solvers/core/run.h"
#include "solvers/core/tool_main.h"

#include <deal.II/base/exceptions.h>
#include <deal.II/base/mpi.h>

#include <csignal>
#include <new>

namespace
{
  using namespace vht;

  class Toy : public Application
  {
  public:
    void
    declare(ParameterSection &root) override
    {
      root.add_choice("End", end_, ends(), "how the run ends");
      auto &section = root.section("Time", "When.");
      section.add("Step", step_, "s", {1e-6, 1.}, "step");
      section.critical();
      section.add("Stop", stop_, "s", {0., 10.}, "end of the simulated time");
      where_ = section.where("Step");
    }

    void
    check() const override
    {
      if (step_ > stop_)
        throw InputError(where_ + ": the step is longer than the whole time.");
    }

    void
    inspect(Run &) override
    {
      if (end_ == "input error")
        throw InputError("The mesh is missing.");
    }

    void
    run(Run &run) override
    {
      const ScopedTimer timer(run.record(), "Run");
      run.record().summary("step", step_, "s");
      check_unused_petsc_options();
      const bool last_rank = run_rank() + 1 == dealii::Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD);
      if (end_ == "input error")
        throw InputError("The mesh is missing.");
      if (end_ == "no convergence")
        throw ConvergenceError("Newton did not converge.");
      if (end_ == "gate")
        throw GateError("A cell is inverted.");
      if (end_ == "defect")
        throw std::runtime_error("impossible");
      if (end_ == "assertion")
        AssertThrow(end_.empty(), dealii::ExcMessage("deal.II says no"));
      if (end_ == "no memory")
        throw std::bad_alloc();
      if (end_ == "differently")
        throw InputError("This is rank " + std::to_string(run_rank()) + ".");
      if (end_ == "one rank" && last_rank)
        throw ConvergenceError("Only here.");
      if (end_ == "one rank")
        MPI_Barrier(MPI_COMM_WORLD);
      if (end_ == "signal" && last_rank)
        std::raise(SIGTERM);
      if (end_ == "signal" && run.stop_requested())
        throw Stopped("Stopped by a signal. Continue with --restart.");
      run.log().info("all is well");
    }

  private:
    static std::vector<std::string>
    ends()
    {
      return {"well",      "input error", "no convergence", "gate",     "defect",
              "assertion", "no memory",   "differently",    "one rank", "signal"};
    }

    static unsigned
    run_rank()
    {
      return dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD);
    }

    std::string end_  = "well";
    double      step_ = 1e-3;
    double      stop_ = 1.;
    std::string where_;
  };
} // namespace

int
main(int argc, char **argv)
{
  return vht::tool_main(argc, argv, {.name = "vht-toy", .summary = "ends as it is told", .make = [] {
                                       return std::make_unique<Toy>();
                                     }});
}
