#pragma once

#include "solvers/core/csv_table.h"
#include "solvers/network/circuit.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace vht
{
  class Run;
}

namespace vht::network
{
  /** How far one beat is from the one before. */
  struct PeriodicChange
  {
    double      largest = 0.; ///< relative to the largest value of the quantity in the beat
    std::string worst;        ///< unknown that changes most
  };

  /** Tables, summary and pictures of a circuit. Keeps the rows of the last beat and of the one before. */
  class NetworkPostprocessor
  {
  public:
    /** The circuit and the run must outlive it. */
    NetworkPostprocessor(const Circuit &circuit, bool all_beats, bool pictures, Run &run);

    /** @param[in] restart_time  of a run that goes on, whose table is continued */
    void start(double time, const Values &value, std::optional<double> restart_time);

    /** A new beat begins where the last one ended. */
    void begin_beat();

    void sample(double time, const Values &value);

    /** Of the last beat to the one before. Infinite while there is one only. */
    PeriodicChange change() const;

    /** Writes the last beat's table if not all are written, summary and pictures. */
    void finish();

    /** Times and values, row after row, for a checkpoint. */
    std::vector<double> save() const;
    void                load(const std::vector<double> &rows);

  private:
    struct Row
    {
      double time;
      Values value;
    };

    std::vector<double>      columns_of(const Row &row) const;
    std::vector<std::string> column_names() const;
    void                     summarise();

    const Circuit            &circuit_;
    bool                      all_beats_, pictures_;
    Run                      &run_;
    std::unique_ptr<CsvTable> table_;
    std::vector<Row>          beat_, beat_before_;
    std::optional<double>     first_volume_;
    double                    drift_ = 0.;
  };

  /** Curves, loops and the plan of a circuit, as SVG files in a folder. Times [s], one value of all unknowns for each.
   */
  void draw_network(const Circuit               &circuit,
                    const std::vector<double>   &times,
                    const std::vector<Values>   &values,
                    const std::filesystem::path &folder);
} // namespace vht::network
