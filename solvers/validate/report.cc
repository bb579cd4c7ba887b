#include "solvers/validate/report.h"

#include "physics/error.h"
#include "solvers/validate/quantity.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>

namespace vht
{
  namespace
  {
    std::string
    formatted(const char *format, const double value)
    {
      if (!std::isfinite(value))
        return "–";
      char text[48];
      std::snprintf(text, sizeof text, format, value);
      return text;
    }

    /** Five digits, and as many as the eye needs: 42.741, 0.60600, 1.23e-05. */
    std::string
    shown(const double value)
    {
      const double magnitude = std::abs(value);
      if (value == 0. || !std::isfinite(value))
        return value == 0. ? "0" : "–";
      if (magnitude >= 1e6 || magnitude < 1e-3)
        return formatted("%.3e", value);
      return formatted(magnitude >= 1000.  ? "%.1f"
                       : magnitude >= 100. ? "%.2f"
                       : magnitude >= 10.  ? "%.3f"
                                           : "%.4f",
                       value);
    }

    std::string
    difference(const Verdict &verdict)
    {
      if (!std::isfinite(verdict.difference))
        return "–";
      if (!std::isfinite(verdict.reference))
        return verdict.difference == 0. ? "inside" : formatted("%+.3g out", verdict.difference);
      if (verdict.reference == 0.)
        return formatted("%+.3g", verdict.difference);
      return formatted("%+.2f %%", 100. * verdict.difference / std::abs(verdict.reference));
    }

    /** Letters, not bytes, of UTF-8. */
    std::size_t
    width(const std::string &text)
    {
      return std::size_t(std::count_if(text.begin(), text.end(), [](const char c) { return (c & 0xc0) != 0x80; }));
    }

    bool
    numeric(const std::string &text)
    {
      return !text.empty() &&
             (std::isdigit(static_cast<unsigned char>(text[0])) || text[0] == '+' || text[0] == '-' || text == "–");
    }

    nlohmann::ordered_json
    number(const double value)
    {
      return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json();
    }

    std::string
    state_word(const RunState state)
    {
      switch (state)
        {
          case RunState::planned:
            return "planned";
          case RunState::done:
            return "done";
          case RunState::reused:
            return "unchanged";
          case RunState::failed:
            return "failed";
          default:
            return "missing";
        }
    }

    ReportTable
    result_table(const TableDefinition &definition, const BenchmarkResult &result)
    {
      const auto        columns = combinations(definition.over);
      const std::string format  = "%." + std::to_string(definition.decimals) + "f";
      ReportTable       table;
      table.title = definition.title + (definition.unit.empty() ? "" : " [" + definition.unit + "]");
      table.columns.push_back("");
      for (const Values &values : columns)
        table.columns.push_back(filled(definition.column, values, definition.place));

      for (const BenchmarkRun &run : result.runs)
        {
          if (!selected(run, definition.runs, {}, definition.place))
            continue;
          table.rows.push_back({run_label(definition.label, run, definition.place)});
          for (Values values : columns)
            {
              values.insert(run.parameters.begin(), run.parameters.end());
              const Measured measured = run.state == RunState::failed || run.state == RunState::missing
                                          ? Measured()
                                          : measure(definition.quantity, run.output, result.criteria.folder, values);
              table.rows.back().push_back(
                formatted(format.c_str(), converted(measured.value, measured.unit, definition.unit, definition.place)));
            }
        }
      for (const Reference &reference : definition.references)
        {
          table.rows.push_back({reference.label.empty() ? "reference" : reference.label});
          for (const Values &values : columns)
            {
              const Measured published = look_up(reference, result.criteria.folder, values, definition.unit);
              table.rows.back().push_back(formatted(format.c_str(), converted(published.value, published.unit,
                                                                              definition.unit, reference.place)));
            }
        }
      return table;
    }

    void
    write(const std::filesystem::path &file, const std::string &text)
    {
      std::ofstream out(file);
      out << text;
      out.close();
      if (!out)
        throw InputError("The report " + file.string() + " cannot be written.");
    }
  } // namespace

  bool
  gate_missed(const std::vector<Verdict> &verdicts)
  {
    return std::any_of(verdicts.begin(), verdicts.end(),
                       [](const Verdict &verdict) { return verdict.gate && verdict.outcome != Outcome::pass; });
  }

  bool
  run_failed(const std::vector<BenchmarkRun> &runs)
  {
    return std::any_of(runs.begin(), runs.end(), [](const BenchmarkRun &run) { return run.state == RunState::failed; });
  }

  std::string
  word(const Outcome outcome)
  {
    switch (outcome)
      {
        case Outcome::pass:
          return "pass";
        case Outcome::missed:
          return "MISSED";
        case Outcome::reported:
          return "reported";
        default:
          return "FAILED";
      }
  }

  ReportTable
  verdict_table(const std::vector<Verdict> &verdicts)
  {
    ReportTable table;
    table.columns = {"quantity", "run", "ours", "reference", "unit", "tolerance", "difference", "verdict", "note"};
    for (const Verdict &v : verdicts)
      table.rows.push_back(
        {v.quantity, v.run, shown(v.ours), shown(v.reference), v.unit == "1" ? "" : v.unit, v.tolerance, difference(v),
         word(v.outcome) + (v.outcome == Outcome::reported && !v.tolerance.empty() && !v.within ? ", outside" : ""),
         v.note});
    const bool notes = std::any_of(verdicts.begin(), verdicts.end(), [](const Verdict &v) { return !v.note.empty(); });
    if (!notes)
      {
        table.columns.pop_back();
        for (auto &row : table.rows)
          row.pop_back();
      }
    return table;
  }

  std::vector<ReportTable>
  result_tables(const BenchmarkResult &result)
  {
    std::vector<ReportTable> tables;
    for (const TableDefinition &definition : result.criteria.tables)
      tables.push_back(result_table(definition, result));
    return tables;
  }

  std::string
  as_text(const ReportTable &table)
  {
    std::vector<std::size_t> widths;
    for (std::size_t c = 0; c < table.columns.size(); ++c)
      {
        widths.push_back(width(table.columns[c]));
        for (const auto &row : table.rows)
          widths[c] = std::max(widths[c], width(row[c]));
      }
    std::string text;
    const auto  line = [&](const std::vector<std::string> &cells, const std::vector<std::string> &like) {
      std::string row = " ";
      for (std::size_t c = 0; c < cells.size(); ++c)
        {
          const std::string space(widths[c] - width(cells[c]), ' ');
          row += ' ' + (numeric(like[c]) ? space + cells[c] : cells[c] + space) + ' ';
        }
      text += row.substr(0, row.find_last_not_of(' ') + 1) + '\n';
    };
    line(table.columns, table.rows.empty() ? table.columns : table.rows.front());
    std::string rule = " ";
    for (const std::size_t w : widths)
      {
        rule += ' ';
        for (std::size_t i = 0; i < w; ++i)
          rule += "─";
        rule += ' ';
      }
    text += rule.substr(0, rule.size() - 1) + '\n';
    for (const auto &row : table.rows)
      line(row, row);
    return text;
  }

  std::string
  as_markdown(const ReportTable &table)
  {
    const auto cell = [](std::string text) {
      for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2)
        text.replace(at, 1, "\\|");
      return " " + text + " |";
    };
    std::string text = "|", rule = "|";
    for (std::size_t c = 0; c < table.columns.size(); ++c)
      {
        text += cell(table.columns[c]);
        rule += !table.rows.empty() && numeric(table.rows.front()[c]) ? "---:|" : "---|";
      }
    text += '\n' + rule + '\n';
    for (const auto &row : table.rows)
      {
        text += '|';
        for (const auto &entry : row)
          text += cell(entry);
        text += '\n';
      }
    return text;
  }

  std::string
  report_json(const BenchmarkResult &result)
  {
    nlohmann::ordered_json root;
    root["benchmark"] = result.criteria.name;
    root["title"]     = result.criteria.title;
    root["level"]     = result.level;
    root["passed"]    = !gate_missed(result.verdicts) && !run_failed(result.runs);
    root["verdicts"]  = nlohmann::ordered_json::array();
    for (const Verdict &v : result.verdicts)
      root["verdicts"].push_back({{"quantity", v.quantity},
                                  {"run", v.run},
                                  {"ours", number(v.ours)},
                                  {"reference", number(v.reference)},
                                  {"unit", v.unit},
                                  {"tolerance", v.tolerance},
                                  {"difference", number(v.difference)},
                                  {"gate", v.gate},
                                  {"within", v.within},
                                  {"verdict", word(v.outcome)},
                                  {"note", v.note}});
    root["runs"] = nlohmann::ordered_json::array();
    for (const BenchmarkRun &run : result.runs)
      root["runs"].push_back({{"name", run.name},
                              {"parameters", run.parameters},
                              {"state", state_word(run.state)},
                              {"seconds", run.seconds},
                              {"message", run.message}});
    return root.dump(2) + "\n";
  }

  std::string
  report_junit(const BenchmarkResult &result)
  {
    const auto count = [&](const auto &condition) {
      return std::to_string(std::count_if(result.verdicts.begin(), result.verdicts.end(), condition));
    };
    double seconds = 0.;
    for (const BenchmarkRun &run : result.runs)
      seconds += run.seconds;
    const std::string suite = xml_escaped(result.criteria.name + "." + result.level);
    std::string       text  = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n<testsuite name=\"" + suite +
                       "\" tests=\"" + std::to_string(result.verdicts.size()) + "\" failures=\"" +
                       count([](const Verdict &v) { return v.outcome == Outcome::missed; }) + "\" errors=\"" +
                       count([](const Verdict &v) { return v.outcome == Outcome::failed && v.gate; }) + "\" time=\"" +
                       formatted("%.1f", seconds) + "\">\n";
    for (const Verdict &v : result.verdicts)
      {
        const std::string said = "ours " + shown(v.ours) + ", reference " + shown(v.reference) + " " + v.unit +
                                 ", tolerance " + v.tolerance + ", difference " + difference(v) +
                                 (v.note.empty() ? "" : ", " + v.note);
        text += "<testcase classname=\"" + suite + "." + xml_escaped(v.run) + "\" name=\"" + xml_escaped(v.quantity) +
                "\" time=\"0\">\n";
        if (v.outcome == Outcome::missed)
          text += "<failure message=\"" + xml_escaped(said) + "\"/>\n";
        else if (v.outcome == Outcome::failed && v.gate)
          text += "<error message=\"" + xml_escaped(said) + "\"/>\n";
        else
          text += "<system-out>" + xml_escaped(said) + "</system-out>\n";
        text += "</testcase>\n";
      }
    return text + "</testsuite>\n</testsuites>\n";
  }

  std::string
  report_markdown(const BenchmarkResult &result)
  {
    std::string text = "# " + result.criteria.title + ", level " + result.level + "\n\n";
    if (!result.criteria.source.empty())
      text += "Source: " + result.criteria.source + "\n\n";
    for (const ReportTable &table : result_tables(result))
      text += "## " + table.title + "\n\n" + as_markdown(table) + "\n";
    return text + "## Verdicts\n\n" + as_markdown(verdict_table(result.verdicts));
  }

  void
  write_reports(const BenchmarkResult &result, const bool all)
  {
    std::filesystem::create_directories(result.folder);
    write(result.folder / "report.json", report_json(result));
    write(result.folder / "junit.xml", report_junit(result));
    if (!all)
      return;
    write(result.folder / "report.md", report_markdown(result));
    write(result.folder / "report.html", report_html(result));
  }

  std::string
  xml_escaped(const std::string &text)
  {
    std::string result;
    for (const char c : text)
      if (c == '&')
        result += "&amp;";
      else if (c == '<')
        result += "&lt;";
      else if (c == '>')
        result += "&gt;";
      else if (c == '"')
        result += "&quot;";
      else
        result += static_cast<unsigned char>(c) < 32 && c != '\n' && c != '\t' ? ' ' : c;
    return result;
  }
} // namespace vht
