#pragma once

#include "solvers/core/csv_table.h"
#include "solvers/core/field_output.h"
#include "solvers/core/point_evaluation.h"
#include "solvers/elasticity/cavity.h"
#include "solvers/elasticity/energy_balance.h"
#include "solvers/elasticity/integrator.h"
#include "solvers/elasticity/long_axis.h"
#include "solvers/elasticity/parameters.h"
#include "solvers/elasticity/wall_thickness.h"

#include <deque>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>

namespace vht
{
  class Run;

  /** What one sees of a deforming body: motion of points, volumes and pressures of cavities, strain and stress. */
  class ElasticityPostprocessor
  {
  public:
    /** @throws InputError for unknown surfaces and points outside of the mesh; MeshError for a cavity that is none */
    ElasticityPostprocessor(const ElasticityOperator &equation, const ElasticityParameters &parameters, Run &run);

    void start(double time, bool restarted);

    /** What the summary has to know of the time before a restart. */
    void save(std::map<std::string, double> &numbers) const;
    void load(const std::map<std::string, double> &numbers);

    /**
     * A row of the table. Collective.
     * @param[in] pressures  of the cavities, where surfaces around them have one [Pa]
     * @param[in] energies   null where the case does not want them
     */
    void write_table(double                     time,
                     const Vector              &displacement,
                     const std::vector<double> &pressures,
                     const EnergyBalance       *energies);

    /** Displacement, pressure, strain and stress for ParaView. Collective. */
    void write_fields(double time, const ElasticityOperator::State &state);

    /** Collective. */
    void finish(const ElasticityOperator::State &state, const ElasticityWork &work);

    const std::deque<Cavity> &
    cavities() const
    {
      return cavities_;
    }

    /** The last written fields. */
    const std::filesystem::path &
    last_fields() const
    {
      return last_fields_;
    }

  private:
    void                make_shapes();
    std::vector<double> shapes(const Vector &displacement) const;
    std::vector<double> motion_of_probes(const Vector &displacement) const;
    Vector              pressure_at_nodes(const Vector &pressure) const;

    const ElasticityOperator &equation_;
    ElasticityParameters      parameters_;
    Run                      &run_;
    std::deque<Cavity>        cavities_;
    std::deque<LongAxis>      axes_;
    std::deque<WallThickness> walls_;
    std::vector<double>       thickness_at_rest_; ///< of each wall [m]
    PointEvaluation           probes_;
    FieldOutput               fields_;
    std::optional<CsvTable>   table_;
    std::filesystem::path     last_fields_;

    std::map<std::string, std::pair<double, double>> extremes_; ///< of the table's columns
    std::vector<double>                              last_row_;
    std::vector<std::string>                         columns_;
  };
} // namespace vht
