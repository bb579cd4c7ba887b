#pragma once

#include <chrono>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace vht
{
  enum class Verbosity
  {
    quiet, ///< errors only
    normal,
    verbose
  };

  /** How long a job will still take, from its pace over the last minutes: jobs speed up and slow down. */
  class RemainingTime
  {
  public:
    /** `elapsed` [s] since the start, `fraction` of the work done. Gives [s], or nothing while the pace is unknown. */
    std::optional<double> update(double elapsed, double fraction);

  private:
    std::deque<std::pair<double, double>> samples_;
  };

  /** "1:05", "2:03:10", "4 d 2 h". */
  std::string duration_text(double seconds);

  /**
   * What the user reads. Rank 0 speaks; the other ranks are silent, so every rank may call everything.
   *
   * Information goes to standard output, warnings and errors to standard error, and all of it to log.txt. On a terminal
   * progress is a bar drawn in place, elsewhere a line every few seconds; progress.json has it for programs.
   */
  class Log
  {
  public:
    explicit Log(bool speaks = true, Verbosity verbosity = Verbosity::normal);
    ~Log();

    Log(const Log &)            = delete;
    Log &operator=(const Log &) = delete;

    /** From now on write log.txt and progress.json in `folder`; `append` continues an earlier log. */
    void open(const std::filesystem::path &folder, bool append);

    void info(const std::string &message);
    /** Shown with --verbose; log.txt has it always. */
    void detail(const std::string &message);
    /** Shown, counted and kept for run.json. */
    void warning(const std::string &message);
    void error(const std::string &message);

    /** `fraction` of the work done, from 0 to 1, and a few words such as "t = 12.5 ms, activated 43 %". */
    void progress(double fraction, const std::string &status);

    const std::vector<std::string> &
    warnings() const
    {
      return warnings_;
    }

  private:
    void   print(std::FILE *stream, bool shown, const std::string &message);
    void   draw_bar(const std::string &line);
    void   clear_bar();
    double elapsed() const;

    bool                                  speaks_;
    Verbosity                             verbosity_;
    bool                                  terminal_;
    bool                                  bar_drawn_ = false;
    std::ofstream                         file_;
    std::filesystem::path                 progress_file_;
    std::chrono::steady_clock::time_point start_;
    double                                last_bar_      = -1e9; ///< [s] since the start
    double                                last_line_     = -1e9;
    double                                last_file_     = -1e9;
    double                                last_fraction_ = 0.;
    RemainingTime                         remaining_;
    std::vector<std::string>              warnings_;
  };
} // namespace vht
