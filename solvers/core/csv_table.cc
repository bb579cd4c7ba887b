#include "solvers/core/csv_table.h"

#include "physics/error.h"
#include "solvers/core/collective.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <stdexcept>

namespace vht
{
  namespace fs = std::filesystem;

  namespace
  {
    /** The rows that were complete and not later than the checkpoint. */
    std::vector<std::string>
    rows_to_keep(const fs::path &file, const std::string &header, std::size_t n_columns, double restart_time)
    {
      std::vector<std::string> rows;
      std::ifstream            stream(file);
      std::string              line;
      if (!stream || !std::getline(stream, line))
        return rows;
      if (line != header)
        throw InputError(file.string() + ":1: the table of the run to be continued has other columns. Found \"" + line +
                         "\"; this run writes \"" + header +
                         "\". Restore the outputs chosen in the case, or move the file away.");

      // The table has 12 digits of the time, the checkpoint has all: equal times may differ in the 13th.
      const double latest = restart_time + 1e-11 * std::abs(restart_time);
      while (std::getline(stream, line))
        {
          double     time     = 0;
          const bool readable = std::from_chars(line.data(), line.data() + line.size(), time).ec == std::errc{};
          // A run that was killed while writing leaves half a line.
          const bool complete =
            !stream.eof() && std::count(line.begin(), line.end(), ',') + 1 == static_cast<std::ptrdiff_t>(n_columns);
          if (readable && complete && time <= latest)
            rows.push_back(line);
        }
      return rows;
    }
  } // namespace

  CsvTable::CsvTable(MPI_Comm                        communicator,
                     const fs::path                 &file,
                     const std::vector<std::string> &columns,
                     std::optional<double>           restart_time)
    : file_name_(file)
    , n_columns_(columns.size())
  {
    collectively(communicator, [&] {
      int rank = 0;
      MPI_Comm_rank(communicator, &rank);
      if (rank == 0)
        begin(columns, restart_time);
    });
  }

  void
  CsvTable::begin(const std::vector<std::string> &columns, std::optional<double> restart_time)
  {
    std::string header;
    for (const auto &column : columns)
      header += (header.empty() ? "" : ",") + column;
    const auto rows =
      restart_time ? rows_to_keep(file_name_, header, n_columns_, *restart_time) : std::vector<std::string>();

    // Written aside and renamed: no instant at which earlier rows are lost.
    const fs::path aside = file_name_.string() + ".new";
    file_.open(aside, std::ios::trunc);
    file_ << header << '\n';
    for (const auto &row : rows)
      file_ << row << '\n';
    file_.flush();
    std::error_code error;
    if (file_)
      fs::rename(aside, file_name_, error);
    if (!file_ || error)
      throw InputError("The table \"" + file_name_.string() +
                       "\" cannot be written. Is the disk full, the folder gone?");
  }

  void
  CsvTable::row(std::span<const double> values)
  {
    if (values.size() != n_columns_)
      throw std::logic_error("A row of " + std::to_string(values.size()) + " values for the " +
                             std::to_string(n_columns_) + " columns of " + file_name_.string() + ".");
    if (!file_.is_open())
      return;
    std::string line;
    for (const double value : values)
      {
        char text[32];
        std::snprintf(text, sizeof text, "%.12g", value);
        line += (line.empty() ? "" : ",") + std::string(text);
      }
    file_ << line << '\n' << std::flush;
    if (!file_)
      throw InputError("A row could not be added to \"" + file_name_.string() + "\". Is the disk full?");
  }
} // namespace vht
