// Compares the numbers of two JSON or two CSV files, or judges a picture.
//
//   compare_numbers RESULT REFERENCE [--rtol R] [--atol A] [--ignore NAME]...
//   compare_numbers --picture FILE.png
//   compare_numbers --accept RESULT.json REFERENCE.json
//
// A number passes when |result - reference| <= A + R * scale, where scale is |reference| in JSON and the largest
// |reference| of the column in CSV (a signal that crosses zero has no relative error there). In a JSON reference an
// object may carry its own "rtol" and "atol" beside its "value". Everything in the reference must be in the result;
// JSON results may hold more. Texts, and with them units and column names, must be equal.
//
// --accept writes the result's numbers into the reference, which keeps its tolerances, and shows what changes.
//
// Leaves with 0 when all agree, 1 when something differs, 2 when a file cannot be read.

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace
{
  struct Tolerance
  {
    double relative = 1e-9;
    double absolute = 0;

    bool
    accepts(const double result, const double reference, const double scale) const
    {
      if (!std::isfinite(result) || !std::isfinite(reference))
        return std::isnan(result) == std::isnan(reference) && (std::isnan(result) || result == reference);
      return std::abs(result - reference) <= absolute + relative * scale;
    }
  };

  /** Counts what was looked at and says what differs. */
  class Judge
  {
  public:
    void
    number(const std::string &where,
           const double       result,
           const double       reference,
           const double       scale,
           const Tolerance   &tolerance)
    {
      ++n_compared_;
      const double difference = std::abs(result - reference);
      if (scale > 0 && std::isfinite(difference))
        worst_ = std::max(worst_, difference / scale);
      if (!tolerance.accepts(result, reference, scale))
        complain(where, text(result),
                 text(reference) + " (difference " + text(difference) + ", allowed " +
                   text(tolerance.absolute + tolerance.relative * scale) + ")");
    }

    void
    complain(const std::string &where, const std::string &result, const std::string &reference)
    {
      if (++n_different_ <= 20)
        std::cout << where << ": " << result << ", reference " << reference << '\n';
    }

    int
    verdict() const
    {
      std::cout << n_compared_ << " numbers compared, " << n_different_ << " differ, largest relative difference "
                << worst_ << '\n';
      if (n_compared_ == 0)
        std::cout << "Nothing was compared, which is no agreement.\n";
      return n_different_ == 0 && n_compared_ > 0 ? 0 : 1;
    }

  private:
    static std::string
    text(const double value)
    {
      std::ostringstream stream;
      stream.precision(12);
      stream << value;
      return stream.str();
    }

    unsigned int n_compared_  = 0;
    unsigned int n_different_ = 0;
    double       worst_       = 0;
  };

  void
  compare_json(const nlohmann::json        &result,
               const nlohmann::json        &reference,
               const std::string           &where,
               Tolerance                    tolerance,
               const std::set<std::string> &ignored,
               Judge                       &judge)
  {
    if (reference.is_object() && result.is_object())
      {
        tolerance.relative = reference.value("rtol", tolerance.relative);
        tolerance.absolute = reference.value("atol", tolerance.absolute);
        for (const auto &[key, value] : reference.items())
          {
            const std::string path = where + "/" + key;
            if (key == "rtol" || key == "atol" || ignored.contains(key))
              continue;
            if (result.contains(key))
              compare_json(result[key], value, path, tolerance, ignored, judge);
            else
              judge.complain(path, "missing", value.dump());
          }
      }
    else if (reference.is_array() && result.is_array() && reference.size() == result.size())
      for (std::size_t i = 0; i < reference.size(); ++i)
        compare_json(result[i], reference[i], where + "[" + std::to_string(i) + "]", tolerance, ignored, judge);
    else if (reference.is_number() && result.is_number())
      judge.number(where, result.get<double>(), reference.get<double>(), std::abs(reference.get<double>()), tolerance);
    else if (reference != result)
      judge.complain(where, result.dump(), reference.dump());
  }

  /** Column names, and the rows' cells as text. */
  struct Table
  {
    std::vector<std::string>              columns;
    std::vector<std::vector<std::string>> rows;
  };

  std::vector<std::string>
  cells_of(const std::string &line)
  {
    std::vector<std::string> cells;
    std::istringstream       stream(line);
    for (std::string cell; std::getline(stream, cell, ',');)
      cells.push_back(cell);
    return cells;
  }

  Table
  read_table(const std::filesystem::path &file)
  {
    std::ifstream stream(file);
    Table         table;
    std::string   line;
    if (!std::getline(stream, line))
      throw std::runtime_error("cannot read " + file.string());
    table.columns = cells_of(line);
    while (std::getline(stream, line))
      if (!line.empty())
        table.rows.push_back(cells_of(line));
    return table;
  }

  /** The cell as a number; false where it is a text. */
  bool
  is_number(const std::string &cell, double &value)
  {
    char *end = nullptr;
    value     = std::strtod(cell.c_str(), &end);
    return end != cell.c_str() && *end == '\0';
  }

  double
  largest_in_column(const Table &table, const std::size_t column)
  {
    double largest = 0;
    for (const auto &row : table.rows)
      if (double value = 0; column < row.size() && is_number(row[column], value) && std::isfinite(value))
        largest = std::max(largest, std::abs(value));
    return largest;
  }

  void
  compare_tables(const Table                 &result,
                 const Table                 &reference,
                 const Tolerance             &tolerance,
                 const std::set<std::string> &ignored,
                 Judge                       &judge)
  {
    if (result.columns != reference.columns)
      return judge.complain("header", std::to_string(result.columns.size()) + " columns", "other columns");
    if (result.rows.size() != reference.rows.size())
      judge.complain("rows", std::to_string(result.rows.size()), std::to_string(reference.rows.size()));

    for (std::size_t j = 0; j < reference.columns.size(); ++j)
      {
        if (ignored.contains(reference.columns[j]))
          continue;
        const double scale = largest_in_column(reference, j);
        for (std::size_t i = 0; i < std::min(result.rows.size(), reference.rows.size()); ++i)
          {
            const std::string where = "row " + std::to_string(i + 1) + ", " + reference.columns[j];
            if (result.rows[i].size() <= j || reference.rows[i].size() <= j)
              judge.complain(where, "missing", "or the reference's row is short");
            else if (double ours = 0, theirs = 0;
                     is_number(result.rows[i][j], ours) && is_number(reference.rows[i][j], theirs))
              judge.number(where, ours, theirs, scale, tolerance);
            else if (result.rows[i][j] != reference.rows[i][j])
              judge.complain(where, result.rows[i][j], reference.rows[i][j]);
          }
      }
  }

  /**
   * A PNG that shows something. One colour all over compresses to about a thousandth of the pixels' bytes, a drawing
   * never does; so the size of the file against the size in its header tells them apart without a decoder.
   */
  int
  judge_picture(const std::filesystem::path &file)
  {
    std::ifstream stream(file, std::ios::binary);
    unsigned char header[24] = {};
    if (!stream.read(reinterpret_cast<char *>(header), sizeof header) || std::string(header + 1, header + 4) != "PNG")
      throw std::runtime_error(file.string() + " is not a PNG file");
    const auto big_endian = [&](const int i) {
      return (header[i] << 24u) | (header[i + 1] << 16u) | (header[i + 2] << 8u) | header[i + 3];
    };
    const double pixels = double(big_endian(16)) * big_endian(20);
    const double bytes  = double(std::filesystem::file_size(file));
    std::cout << file.string() << ": " << pixels << " pixels, " << bytes << " bytes\n";
    return pixels >= 1e5 && bytes > 0.01 * pixels ? 0 : 1;
  }

  nlohmann::json
  read_json(const std::filesystem::path &file)
  {
    std::ifstream stream(file);
    if (!stream)
      throw std::runtime_error("cannot read " + file.string());
    return nlohmann::json::parse(stream);
  }

  /** Names that the reference has keep their tolerances; new ones are added; those that the result lacks go. */
  int
  accept(const std::filesystem::path &result_file, const std::filesystem::path &reference_file)
  {
    auto       accepted = read_json(result_file);
    const auto reference =
      std::filesystem::exists(reference_file) ? read_json(reference_file) : nlohmann::json::object();
    for (const char *tolerance : {"rtol", "atol"})
      {
        if (reference.contains(tolerance))
          accepted[tolerance] = reference[tolerance];
        for (auto &[name, entry] : accepted.items())
          if (entry.is_object() && reference.contains(name) && reference[name].contains(tolerance))
            entry[tolerance] = reference[name][tolerance];
      }
    Judge judge;
    compare_json(accepted, reference, "", Tolerance{1e-12, 0.}, {"rtol", "atol"}, judge);
    std::ofstream stream(reference_file);
    stream << accepted.dump(2) << '\n';
    return stream.good() ? 0 : 2;
  }

  int
  compare(const std::vector<std::string> &arguments)
  {
    if (arguments.size() == 3 && arguments[0] == "--accept")
      return accept(arguments[1], arguments[2]);
    std::vector<std::filesystem::path> files;
    std::set<std::string>              ignored;
    Tolerance                          tolerance;
    for (std::size_t i = 0; i < arguments.size(); ++i)
      if (arguments[i].starts_with("--"))
        {
          if (i + 1 == arguments.size())
            throw std::runtime_error(arguments[i] + " needs a value");
          const std::string &value = arguments[i + 1];
          if (arguments[i] == "--picture")
            return judge_picture(value);
          if (arguments[i] == "--rtol")
            tolerance.relative = std::stod(value);
          else if (arguments[i] == "--atol")
            tolerance.absolute = std::stod(value);
          else if (arguments[i] == "--ignore")
            ignored.insert(value);
          else
            throw std::runtime_error("unknown option " + arguments[i]);
          ++i;
        }
      else
        files.emplace_back(arguments[i]);
    if (files.size() != 2)
      throw std::runtime_error("two files are needed: result and reference");

    Judge judge;
    if (files[1].extension() == ".csv")
      compare_tables(read_table(files[0]), read_table(files[1]), tolerance, ignored, judge);
    else
      compare_json(read_json(files[0]), read_json(files[1]), "", tolerance, ignored, judge);
    return judge.verdict();
  }
} // namespace

int
main(int argc, char **argv)
{
  try
    {
      return compare({argv + 1, argv + argc});
    }
  catch (const std::exception &error)
    {
      std::cerr << "compare_numbers: " << error.what() << '\n';
      return 2;
    }
}
