#pragma once

#include "solvers/validate/text_template.h"

#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace vht
{
  /** One command of a run. All texts may refer to the run's parameters, and {benchmark}, {results}, {output}. */
  struct Step
  {
    std::string                                      tool;      ///< "vht-heart"
    std::vector<std::string>                         arguments; ///< before the case: {"run"} for vht-mesh
    std::string                                      case_file; ///< relative to the benchmark's folder; may be empty
    std::vector<std::pair<std::string, std::string>> settings;  ///< --set
    std::string                                      output = "{output}"; ///< steps with equal output run once
    std::string                                      ranks;               ///< empty: as the user says
    std::string                                      place;
  };

  /** How runs of one kind are made. */
  struct RunTemplate
  {
    std::string       key;
    std::string       name; ///< "{cells}-h{h}-dt{dt}", unique for each combination
    Values            defaults;
    std::vector<Step> steps;
    std::string       place;
  };

  /** A level runs templates over all combinations of parameters. */
  struct LevelEntry
  {
    std::string run; ///< key of the template
    Grid        over;
    std::string place;
  };

  struct Level
  {
    std::string             name, description;
    std::vector<LevelEntry> entries;
  };

  /** Which runs: all whose parameters have one of the values. "run" selects by template. */
  using Selector = Grid;

  /** A number that a run gives. */
  struct Quantity
  {
    enum class Kind
    {
      summary, ///< by name from summary.json
      table,   ///< from a column of a CSV file
      curve    ///< distance of a column's curve from a reference curve, divided by the range of the reference
    };
    enum class Take
    {
      first,
      last,
      minimum,
      maximum,
      mean,
      at
    };

    Kind        kind = Kind::summary;
    std::string name; ///< of the summary entry, or of the column
    std::string file = "summary.json";
    Take        take = Take::last;
    std::string x_name; ///< column of at, and of a curve
    std::string x_value;
    std::string reference_file, reference_x, reference_y;
    std::string reference_low, reference_high; ///< columns of a band: the distance is then that from the band
    bool        rms = true;                    ///< of the distance; otherwise its maximum
    std::string offset;                        ///< "-17 mm", added to the number; empty: nothing
    std::string place;
  };

  /** The published number. */
  struct Reference
  {
    std::optional<double> value;
    std::string           file, column;
    Values                where;
    std::string           unit; ///< of the number; empty: that of the check
    std::string           label;
    std::string           place;
  };

  /** What is accepted. */
  struct Tolerance
  {
    std::optional<double> absolute, relative, minimum, maximum;
  };

  /** One number out of a series of runs. */
  struct Derivation
  {
    enum class Kind
    {
      none,
      order,
      limit,
      spread
    };

    Kind        kind = Kind::none;
    std::string over; ///< the parameter that is varied
    bool        last_pair = true;
    bool        relative  = false;
    double      order     = 0.; ///< of a limit, if known
  };

  struct Check
  {
    std::string              title;
    std::vector<std::string> levels; ///< empty: all
    Selector                 runs;
    Grid                     over;
    Quantity                 quantity;
    std::string              unit; ///< in which all is shown; empty: as the run gives it
    Derivation               derive;
    std::optional<Reference> reference;
    Tolerance                tolerance;
    bool                     gate = true;
    std::string              place;
  };

  /** A table of the report: a row for each run, a column for each value of `over`. */
  struct TableDefinition
  {
    std::string            title, label, column, unit;
    int                    decimals = 2;
    Selector               runs;
    Grid                   over;
    Quantity               quantity;
    std::vector<Reference> references; ///< further rows; their columns may refer to `over`
    std::string            place;
  };

  /** A chart of the report: a quantity against a parameter, or curves of CSV columns. */
  struct ChartDefinition
  {
    std::string            title, label, unit, x_unit, x_label, y_label;
    Selector               runs;
    std::string            over; ///< the parameter on the x axis; empty: curves of columns
    bool                   log_x = false, log_y = false;
    Quantity               quantity;
    std::vector<Reference> references; ///< horizontal lines
    std::string            place;
  };

  /** A benchmark: all that is in its criteria.json. */
  struct Criteria
  {
    std::string                  name; ///< of the folder
    std::filesystem::path        folder;
    std::string                  title, source;
    std::vector<RunTemplate>     runs;
    std::vector<Level>           levels;
    std::vector<Check>           checks;
    std::vector<TableDefinition> tables;
    std::vector<ChartDefinition> charts;

    const RunTemplate &run(const std::string &key, const std::string &place) const;
    const Level       &level(const std::string &name) const;
  };

  /** @throws InputError for unknown keys, wrong types and names that do not exist, with their place */
  Criteria read_criteria(const std::filesystem::path &folder);
} // namespace vht
