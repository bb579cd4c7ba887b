#pragma once

#include "solvers/validate/judge.h"

namespace vht
{
  /** A table of the report, all cells as text. */
  struct ReportTable
  {
    std::string                           title;
    std::vector<std::string>              columns;
    std::vector<std::vector<std::string>> rows;
  };

  /** All that is known after a benchmark. */
  struct BenchmarkResult
  {
    Criteria                  criteria;
    std::string               level;
    std::filesystem::path     folder; ///< where runs and reports are
    std::vector<BenchmarkRun> runs;
    std::vector<Verdict>      verdicts;
  };

  bool gate_missed(const std::vector<Verdict> &verdicts); ///< a gate that failed has missed, too
  bool run_failed(const std::vector<BenchmarkRun> &runs);

  /** "pass", "MISSED", "reported", "FAILED" */
  std::string word(Outcome outcome);

  ReportTable              verdict_table(const std::vector<Verdict> &verdicts);
  std::vector<ReportTable> result_tables(const BenchmarkResult &result); ///< those that the criteria define

  /** For a terminal: columns aligned, numbers to the right. */
  std::string as_text(const ReportTable &table);
  std::string as_markdown(const ReportTable &table);

  std::string report_json(const BenchmarkResult &result);
  std::string report_junit(const BenchmarkResult &result); ///< one test case for each verdict
  std::string report_markdown(const BenchmarkResult &result);

  /** One self-contained page: verdicts, tables, charts as inline SVG, the runs' pictures. */
  std::string report_html(const BenchmarkResult &result);

  /** report.json and junit.xml; with @p all also report.html and report.md. @throws InputError if one cannot be written */
  void write_reports(const BenchmarkResult &result, bool all);

  /** With &, <, >, " and control characters made harmless for XML and HTML. */
  std::string xml_escaped(const std::string &text);
} // namespace vht
