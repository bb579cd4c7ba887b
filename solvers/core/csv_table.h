#pragma once

#include <mpi.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace vht
{
  /**
   * A table of scalars over time: one header line with units ("time [s],cavity volume [m^3]"), then one row per call
   * with 12 significant digits, flushed. Rank 0 writes; every rank may call.
   *
   * A restarted run gives the time it continues from: the rows up to there stay, later ones were computed after the
   * checkpoint and will come again. The first column is the time. Collective to construct.
   */
  class CsvTable
  {
  public:
    CsvTable(MPI_Comm                        communicator,
             const std::filesystem::path    &file,
             const std::vector<std::string> &columns,
             std::optional<double>           restart_time = std::nullopt);

    /** As many values as there are columns. */
    void row(std::span<const double> values);

  private:
    void begin(const std::vector<std::string> &columns, std::optional<double> restart_time);

    std::filesystem::path file_name_;
    std::size_t           n_columns_;
    std::ofstream         file_; ///< open on rank 0 alone
  };
} // namespace vht
