#pragma once

#include "solvers/core/canonical_order.h"

#include <chrono>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace vht
{
  class Log;
  class ParameterSection;

  /** How often the state is kept so that a run can go on after an interruption. */
  struct CheckpointParameters
  {
    double       interval_wall_time = 900.; ///< [s]
    unsigned int interval_steps     = 0;    ///< 0: by the clock alone

    void declare(ParameterSection &section);
  };

  /** When the next checkpoint is due. */
  class CheckpointSchedule
  {
  public:
    CheckpointSchedule(const CheckpointParameters &parameters, MPI_Comm communicator)
      : parameters_(parameters)
      , communicator_(communicator)
      , last_(std::chrono::steady_clock::now())
    {
    }

    /** Is one wanted at all? */
    bool
    wanted() const
    {
      return parameters_.interval_wall_time > 0. || parameters_.interval_steps > 0;
    }

    /** After this step? Collective, the same on all ranks; the clock is asked if @p look_at_clock alone. */
    bool due(unsigned int step, bool look_at_clock = true) const;

    /** One has been written. */
    void
    written()
    {
      last_ = std::chrono::steady_clock::now();
    }

  private:
    CheckpointParameters                  parameters_;
    MPI_Comm                              communicator_;
    std::chrono::steady_clock::time_point last_;
  };

  /** What a checkpoint says of itself; a restart compares it with the run. */
  struct CheckpointInfo
  {
    double                        time = 0.; ///< [s]
    unsigned int                  step = 0;
    std::string                   mesh;                ///< checksum
    std::string                   critical_parameters; ///< JSON object of the entries that a restart may not change
    std::map<std::string, double> numbers;             ///< small replicated values of the problem
  };

  /**
   * State on disk that any number of ranks can read.
   *
   * Two files are kept in turn, `checkpoint/a.h5` and `checkpoint/b.h5`, each with an `.json` beside it that is written
   * last: a run that is killed while it writes leaves the older one whole. Values are stored in canonical order
   * (solvers/core/canonical_order.h), HDF5 in parallel.
   */
  class Checkpoint
  {
  public:
    /** Values at the owned degrees of freedom, in local order, under a name. */
    struct Field
    {
      std::string             name;
      const CanonicalOrder   *order;
      std::span<const double> values;
    };

    /** @param[in] folder  of the run; the files stand in `folder/checkpoint` */
    Checkpoint(const std::filesystem::path &folder, MPI_Comm communicator);

    /** Write aside, then rename. Collective. @throws InputError when the disk refuses */
    void write(const CheckpointInfo &info, const std::vector<Field> &fields);

    /**
     * Open the newest whole checkpoint. Collective. A damaged one is reported and the older one is used.
     * @throws InputError when there is none, or it is of another mesh, or critical parameters have changed
     */
    CheckpointInfo open(const std::string &mesh, const std::string &critical_parameters, Log &log);

    /** Owned values of a field of the opened checkpoint, in local order. Collective. */
    std::vector<double> read(const std::string &name, const CanonicalOrder &order) const;

  private:
    std::filesystem::path folder_;
    std::filesystem::path opened_;
    MPI_Comm              communicator_;

    std::map<std::string, std::string> checksums_; ///< of the fields of the opened checkpoint
  };
} // namespace vht
