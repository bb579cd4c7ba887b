#pragma once

#include "solvers/core/csv_table.h"
#include "solvers/core/field_output.h"
#include "solvers/core/point_evaluation.h"
#include "solvers/core/run.h"
#include "solvers/heart/electrophysiology_parameters.h"
#include "solvers/reaction_diffusion/postprocessor.h"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace vht
{
  /** First crossings of a signal: upward through one threshold, then downward through another. */
  class CrossingTimes
  {
  public:
    CrossingTimes(std::size_t n, double upward_threshold, double downward_threshold);

    /** The signals go from their last values to @p values between @p time - @p step and @p time; linear in between. */
    void sample(double time, double step, const double *values);

    /** Forget the past and take these as the last values. */
    void start(const double *values);

    /** [s]; NaN where the signal has not crossed yet. */
    std::vector<double> activation, repolarisation;

  private:
    double              up_, down_;
    std::vector<double> last_;
  };

  /**
   * What one sees of a depolarising heart: potential at probes, maps of activation and repolarisation, conduction
   * velocities, fields for ParaView, pictures and curves.
   */
  class ActivationPostprocessor final : public ReactionDiffusionPostprocessor
  {
  public:
    /**
     * @param[in] step        of the time stepping [s]
     * @param[in] directions  fibre direction per cell, three values by active index; empty: none
     */
    ActivationPostprocessor(const FunctionSpace               &space,
                            const ElectrophysiologyParameters &parameters,
                            const FieldOutputParameters       &output,
                            double                             step,
                            std::vector<double>                directions,
                            Run                               &run);

    void                    start(double time, const Vector &u, bool restarted) override;
    void                    sample(double time, const Vector &u) override;
    void                    write_fields(double time, const Vector &u) override;
    void                    write_tables(double time, const Vector &u) override;
    void                    finish(double time, const Vector &u) override;
    std::string             status() const override;
    std::vector<StateField> state_fields() override;
    void                    save(std::map<std::string, double> &numbers) const override;
    void                    load(const std::map<std::string, double> &numbers) override;

    /** Time of activation at the owned degrees of freedom [s], NaN where it has not come yet. */
    const std::vector<double> &
    activation() const
    {
      return nodes_.activation;
    }

    /** The file with the final maps, for pictures; and the states of the potential with their times. */
    const std::filesystem::path &
    maps() const
    {
      return maps_;
    }
    const std::vector<std::pair<double, std::filesystem::path>> &
    snapshots() const
    {
      return snapshots_;
    }

  private:
    void summarise_probes();
    void summarise_maps();

    const FunctionSpace                                  &space_;
    ElectrophysiologyParameters                           parameters_;
    Run                                                  &run_;
    FieldOutput                                           potential_output_, map_output_;
    double                                                step_;
    std::vector<double>                                   directions_, regions_;
    PointEvaluation                                       probes_;
    CrossingTimes                                         nodes_, probe_times_;
    std::optional<CsvTable>                               probe_table_, heart_table_;
    std::vector<double>                                   probe_values_;
    double                                                activated_ = 0.;
    std::filesystem::path                                 maps_;
    std::vector<std::pair<double, std::filesystem::path>> snapshots_;
  };
} // namespace vht
