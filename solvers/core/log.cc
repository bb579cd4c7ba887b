#include "solvers/core/log.h"

#include "physics/error.h"
#include "solvers/core/atomic_file.h"

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace vht
{
  namespace
  {
    constexpr double bar_interval  = 0.2; ///< [s] between two drawings on a terminal
    constexpr double line_interval = 5.;  ///< [s] between two lines elsewhere
    constexpr double file_interval = 1.;  ///< [s] between two versions of progress.json

    /**
     * Is the output a terminal? Open MPI's launcher gives its ranks a pseudo-terminal also when its own output, which
     * is theirs in the end, goes to a file.
     */
    bool
    someone_watches()
    {
      if (isatty(STDOUT_FILENO) != 1)
        return false;
      if (std::getenv("OMPI_COMM_WORLD_RANK") == nullptr)
        return true;
      const std::string output = "/proc/" + std::to_string(getppid()) + "/fd/1";
      const int         file   = open(output.c_str(), O_WRONLY | O_NOCTTY);
      const bool        result = file >= 0 && isatty(file) == 1;
      if (file >= 0)
        close(file);
      return result;
    }

    std::string
    bar(const double fraction)
    {
      constexpr int width = 24;
      const int     full  = static_cast<int>(std::floor(fraction * width));
      return "[" + std::string(full, '#') + std::string(width - full, '.') + "]";
    }

    std::string
    percentage(const double fraction)
    {
      char text[16];
      std::snprintf(text, sizeof text, "%3d %%", static_cast<int>(std::floor(100. * fraction)));
      return text;
    }
  } // namespace

  std::optional<double>
  RemainingTime::update(const double elapsed, const double fraction)
  {
    // A job that goes back (a rejected step, a second stage) has a new pace.
    if (!samples_.empty() && fraction < samples_.back().second)
      samples_.clear();
    if (samples_.empty() || elapsed > samples_.back().first)
      samples_.emplace_back(elapsed, fraction);

    // The pace of the last two minutes, or of the last tenth of a long job.
    const double window = std::max(120., 0.1 * elapsed);
    while (samples_.size() > 2 && samples_[1].first < elapsed - window)
      samples_.pop_front();

    const double time = elapsed - samples_.front().first;
    const double done = fraction - samples_.front().second;
    if (fraction >= 1.)
      return 0.;
    if (time <= 0. || done <= 0.)
      return std::nullopt;
    return (1. - fraction) * time / done;
  }

  std::string
  duration_text(const double seconds)
  {
    const long total = std::lround(std::max(0., seconds));
    const long days = total / 86400, hours = total / 3600 % 24, minutes = total / 60 % 60;
    char       text[64];
    if (days > 0)
      std::snprintf(text, sizeof text, "%ld d %ld h", days, hours);
    else if (hours > 0)
      std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", hours, minutes, total % 60);
    else
      std::snprintf(text, sizeof text, "%ld:%02ld", minutes, total % 60);
    return text;
  }

  Log::Log(const bool speaks, const Verbosity verbosity)
    : speaks_(speaks)
    , verbosity_(verbosity)
    , terminal_(someone_watches())
    , start_(std::chrono::steady_clock::now())
  {
  }

  Log::~Log()
  {
    clear_bar();
  }

  void
  Log::open(const std::filesystem::path &folder, const bool append)
  {
    if (!speaks_)
      return;
    file_.open(folder / "log.txt", append ? std::ios::app : std::ios::trunc);
    if (!file_)
      throw InputError("The log \"" + (folder / "log.txt").string() + "\" cannot be written.");
    progress_file_ = folder / "progress.json";
  }

  void
  Log::info(const std::string &message)
  {
    print(stdout, verbosity_ != Verbosity::quiet, message);
  }

  void
  Log::detail(const std::string &message)
  {
    print(stdout, verbosity_ == Verbosity::verbose, message);
  }

  void
  Log::warning(const std::string &message)
  {
    warnings_.push_back(message);
    print(stderr, verbosity_ != Verbosity::quiet, "Warning: " + message);
  }

  void
  Log::error(const std::string &message)
  {
    print(stderr, true, message);
  }

  void
  Log::print(std::FILE *stream, const bool shown, const std::string &message)
  {
    if (!speaks_)
      return;
    if (shown)
      {
        clear_bar();
        std::fprintf(stream, "%s\n", message.c_str());
        std::fflush(stream);
      }
    if (file_.is_open())
      file_ << message << std::endl;
  }

  void
  Log::progress(const double fraction, const std::string &status)
  {
    if (!speaks_)
      return;
    const double done      = std::clamp(fraction, 0., 1.);
    const double now       = elapsed();
    const auto   remaining = remaining_.update(now, done);
    const auto   rest      = remaining ? duration_text(*remaining) : "?";

    if (!progress_file_.empty() && (now - last_file_ >= file_interval || (done >= 1. && last_fraction_ < 1.)))
      {
        last_file_ = now;
        nlohmann::ordered_json json{{"fraction", done}, {"status", status}, {"elapsed [s]", now}};
        json["remaining [s]"] = remaining ? nlohmann::ordered_json(*remaining) : nlohmann::ordered_json();
        write_atomically(progress_file_, json.dump() + "\n");
      }

    const bool finished  = done >= 1. && last_fraction_ < 1.;
    const bool bar_shown = terminal_ && verbosity_ != Verbosity::quiet;
    if (bar_shown && (finished || (done < 1. && now - last_bar_ >= bar_interval)))
      {
        last_bar_ = now;
        draw_bar(bar(done) + " " + percentage(done) + "  " + duration_text(now) + "  left " + rest + "  " + status);
        if (finished) // the last one stays
          {
            std::fputs("\n", stdout);
            bar_drawn_ = false;
          }
      }
    if (finished || now - last_line_ >= line_interval)
      {
        last_line_ = now;
        const std::string line =
          percentage(done) + "  elapsed " + duration_text(now) + "  left " + rest + "  " + status;
        if (bar_shown && file_.is_open())
          file_ << line << std::endl;
        else if (!bar_shown)
          info(line);
      }
    last_fraction_ = done;
  }

  void
  Log::draw_bar(const std::string &line)
  {
    // A line that wraps could not be drawn over.
    winsize           size{};
    const std::size_t columns = ioctl(fileno(stdout), TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
    std::printf("\r\033[K%s", line.substr(0, columns - 1).c_str());
    std::fflush(stdout);
    bar_drawn_ = true;
  }

  void
  Log::clear_bar()
  {
    if (bar_drawn_)
      {
        std::printf("\r\033[K");
        std::fflush(stdout);
      }
    bar_drawn_ = false;
  }

  double
  Log::elapsed() const
  {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }
} // namespace vht
