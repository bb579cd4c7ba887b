#include "physics/units.h"
#include "solvers/core/chart.h"
#include "solvers/core/csv_file.h"
#include "solvers/validate/quantity.h"
#include "solvers/validate/report.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

namespace vht
{
  namespace
  {
    namespace fs = std::filesystem;

    constexpr std::size_t most_pictures = 12;

    constexpr const char *style = R"(
body { font: 15px/1.5 Inter, "Helvetica Neue", Arial, sans-serif; color: #22252b; max-width: 1200px; margin: 32px auto; padding: 0 24px }
h1 { font-size: 26px } h2 { font-size: 19px; margin-top: 36px }
table { border-collapse: collapse; font-size: 13px } th { text-align: left; border-bottom: 2px solid #c6cad1 }
th, td { padding: 4px 12px 4px 0 } td { border-bottom: 1px solid #eceef1; font-variant-numeric: tabular-nums }
.pass { color: #1d7a46 } .MISSED, .FAILED { color: #b3261e; font-weight: 600 } .reported { color: #5d6470 }
.summary { font-size: 17px } figure { margin: 24px 0 } figure img { max-width: 100% } figcaption { color: #5d6470; font-size: 13px }
)";

    std::string
    html_table(const ReportTable &table)
    {
      std::string text = "<table>\n<tr>";
      for (const auto &column : table.columns)
        text += "<th>" + xml_escaped(column) + "</th>";
      text += "</tr>\n";
      for (const auto &row : table.rows)
        {
          text += "<tr>";
          for (std::size_t c = 0; c < row.size(); ++c)
            {
              const bool verdict = table.columns[c] == "verdict";
              text += "<td" + (verdict ? " class=\"" + row[c].substr(0, row[c].find(',')) + "\"" : std::string()) +
                      ">" + xml_escaped(row[c]) + "</td>";
            }
          text += "</tr>\n";
        }
      return text + "</table>\n";
    }

    std::string
    base64(const fs::path &file)
    {
      static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
      std::ifstream     in(file, std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(in), {}};
      std::string       text;
      for (std::size_t i = 0; i < bytes.size(); i += 3)
        {
          unsigned triple = 0;
          for (std::size_t j = 0; j < 3; ++j)
            triple = triple << 8 | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0u);
          for (std::size_t j = 0; j < 4; ++j)
            text += i + j > bytes.size() ? '=' : letters[triple >> (18 - 6 * j) & 63];
        }
      return text;
    }

    bool
    usable(const BenchmarkRun &run)
    {
      return run.state != RunState::failed && run.state != RunState::missing;
    }

    /** A quantity against a parameter, one curve for each combination of the others. */
    void
    add_series(Chart &chart, const ChartDefinition &definition, const BenchmarkResult &result)
    {
      for (const auto &series :
           series_of_runs(result.criteria, result.runs, definition.runs, definition.over, {}, definition.place))
        {
          Curve curve;
          curve.label   = run_label(definition.label, *series.front(), definition.place);
          curve.markers = true;
          std::vector<std::pair<double, double>> points;
          for (const BenchmarkRun *run : series)
            if (usable(*run))
              {
                const Measured measured =
                  measure(definition.quantity, run->output, result.criteria.folder, run->parameters);
                points.emplace_back(number_or_nan(run->parameters.at(definition.over)),
                                    converted(measured.value, measured.unit, definition.unit, definition.place));
              }
          std::sort(points.begin(), points.end());
          for (const auto &[x, y] : points)
            {
              curve.x.push_back(x);
              curve.y.push_back(y);
            }
          chart.curves.push_back(std::move(curve));
        }
    }

    void
    add_curves(Chart &chart, const ChartDefinition &definition, const BenchmarkResult &result)
    {
      const Quantity &quantity = definition.quantity;
      const auto      scaled   = [](std::vector<double> values, const std::string &unit) {
        for (double &value : values)
          value /= unit.empty() ? 1. : unit_factor(unit);
        return values;
      };
      const auto add = [&](const std::string &label, const std::pair<std::vector<double>, std::vector<double>> &curve,
                           const bool ours) {
        Curve shown;
        shown.label  = label;
        shown.x      = scaled(curve.first, definition.x_unit);
        shown.y      = scaled(curve.second, definition.unit);
        shown.dashed = !ours;
        chart.curves.push_back(std::move(shown));
      };
      for (const BenchmarkRun &run : result.runs)
        if (selected(run, definition.runs, {}, definition.place) && usable(run))
          if (const fs::path file = run.output / filled(quantity.file, run.parameters, quantity.place);
              fs::exists(file))
            add(run_label(definition.label, run, definition.place),
                read_curve(file, quantity.x_name, filled(quantity.name, run.parameters, quantity.place)), true);
      if (!quantity.reference_file.empty())
        add("reference",
            read_curve(result.criteria.folder / quantity.reference_file, quantity.reference_x, quantity.reference_y),
            false);
    }

    Chart
    make_chart(const ChartDefinition &definition, const BenchmarkResult &result)
    {
      Chart chart;
      chart.title   = definition.title;
      chart.x_label = definition.x_label + (definition.x_unit.empty() ? "" : " [" + definition.x_unit + "]");
      chart.y_label = definition.y_label + (definition.unit.empty() ? "" : " [" + definition.unit + "]");
      chart.log_x   = definition.log_x;
      chart.log_y   = definition.log_y;
      chart.width   = 960;
      definition.over.empty() ? add_curves(chart, definition, result) : add_series(chart, definition, result);
      for (const Reference &reference : definition.references)
        {
          const Measured published = look_up(reference, result.criteria.folder, {}, definition.unit);
          const double   level     = converted(published.value, published.unit, definition.unit, reference.place);
          chart.bands.push_back({level, level, reference.label.empty() ? "reference" : reference.label});
        }
      return chart;
    }

    std::vector<std::pair<std::string, fs::path>>
    pictures(const BenchmarkResult &result)
    {
      std::vector<std::pair<std::string, fs::path>> found;
      for (auto run = result.runs.rbegin(); run != result.runs.rend(); ++run) // the finest are usually the last
        if (const fs::path folder = run->output / "pictures"; fs::is_directory(folder))
          {
            std::vector<fs::path> files;
            for (const auto &entry : fs::directory_iterator(folder))
              if (entry.path().extension() == ".png")
                files.push_back(entry.path());
            std::sort(files.begin(), files.end());
            for (const auto &file : files)
              if (found.size() < most_pictures)
                found.emplace_back(run->name + ": " + file.stem().string(), file);
          }
      return found;
    }
  } // namespace

  std::string
  report_html(const BenchmarkResult &result)
  {
    const auto judged =
      std::count_if(result.verdicts.begin(), result.verdicts.end(), [](const Verdict &v) { return v.gate; });
    const auto        passed = std::count_if(result.verdicts.begin(), result.verdicts.end(),
                                             [](const Verdict &v) { return v.outcome == Outcome::pass; });
    const std::string title  = xml_escaped(result.criteria.title);
    std::string       text = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>" + title +
                       "</title>\n<style>" + style + "</style>\n</head>\n<body>\n<h1>" + title + "</h1>\n";
    text += "<p class=\"summary\">Level " + xml_escaped(result.level) + ": <span class=\"" +
            (passed == judged ? "pass" : "MISSED") + "\">" + std::to_string(passed) + " of " + std::to_string(judged) +
            " gates passed</span></p>\n";
    if (!result.criteria.source.empty())
      text += "<p>Source: " + xml_escaped(result.criteria.source) + "</p>\n";
    for (const ReportTable &table : result_tables(result))
      text += "<h2>" + xml_escaped(table.title) + "</h2>\n" + html_table(table);
    std::size_t number = 0;
    for (const ChartDefinition &definition : result.criteria.charts)
      {
        std::string drawing = svg(make_chart(definition, result));
        // Ids are shared by all drawings of a page.
        const std::string id = "frame" + std::to_string(++number);
        for (std::size_t at = 0; (at = drawing.find("frame", at)) != std::string::npos; at += id.size())
          drawing.replace(at, 5, id);
        text += "<figure>" + drawing + "</figure>\n";
      }
    text += "<h2>Verdicts</h2>\n" + html_table(verdict_table(result.verdicts));
    for (const BenchmarkRun &run : result.runs)
      if (run.state == RunState::failed)
        text += "<h2>Failed: " + xml_escaped(run.name) + "</h2>\n<pre>" + xml_escaped(run.message) + "</pre>\n";
    for (const auto &[caption, file] : pictures(result))
      text += "<figure><img alt=\"" + xml_escaped(caption) + "\" src=\"data:image/png;base64," + base64(file) +
              "\"><figcaption>" + xml_escaped(caption) + "</figcaption></figure>\n";
    return text + "</body>\n</html>\n";
  }
} // namespace vht
