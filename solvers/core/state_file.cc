#include "solvers/core/state_file.h"

#include "physics/error.h"
#include "solvers/core/atomic_file.h"
#include "solvers/core/parameters.h"
#include "solvers/core/run.h"

#include <deal.II/base/mpi.h>

#include <nlohmann/json.hpp>

#include <fstream>
#include <utility>

namespace vht
{
  StateFile::StateFile(Run &run, const std::string &name)
    : run_(run)
    , file_(run.output() / "checkpoint" / (name + ".json"))
  {
  }

  void
  StateFile::write(nlohmann::json state) const
  {
    if (dealii::Utilities::MPI::this_mpi_process(run_.communicator()) != 0)
      return;
    state["critical parameters"] = run_.critical_parameters();
    std::filesystem::create_directories(file_.parent_path());
    write_atomically(file_, state.dump());
  }

  void
  StateFile::read(const std::function<void(const nlohmann::json &state)> &take_up) const
  {
    std::ifstream stream(file_);
    if (!stream)
      throw InputError("There is no checkpoint " + file_.string() + ". Run without --restart first.");
    try
      {
        const nlohmann::json state = nlohmann::json::parse(stream);
        refuse_changed_parameters(state.at("critical parameters").get<std::string>(), run_.critical_parameters());
        take_up(state);
      }
    catch (const nlohmann::json::exception &error)
      {
        throw InputError("The checkpoint " + file_.string() + " is damaged: " + error.what() +
                         ". Start again without --restart.");
      }
  }
} // namespace vht
