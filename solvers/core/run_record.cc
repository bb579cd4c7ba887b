#include "solvers/core/run_record.h"

#include "solvers/core/atomic_file.h"
#include "solvers/core/library_versions.h"
#include "solvers/core/version.h"

#include <deal.II/base/mpi.h>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <thread>

namespace vht
{
  using Json = nlohmann::ordered_json;

  namespace
  {
    /** "2024-05-31T12:00:00Z" */
    std::string
    time_text(const std::chrono::system_clock::time_point time)
    {
      const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
      std::tm           calendar{};
      gmtime_r(&seconds, &calendar);
      char text[32];
      std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &calendar);
      return text;
    }

    std::string
    host_name()
    {
      char name[256] = {};
      return gethostname(name, sizeof name - 1) == 0 ? name : "unknown";
    }

    /** A record may also be kept where MPI does not run. */
    int
    n_ranks()
    {
      int running = 0, ranks = 1;
      MPI_Initialized(&running);
      if (running != 0)
        MPI_Comm_size(MPI_COMM_WORLD, &ranks);
      return ranks;
    }

    Json
    libraries()
    {
      Json json = Json::object();
      for (const auto &[name, version_found] : library_versions())
        json[name] = version_found;
      return json;
    }

    Json
    number(const double value)
    {
      return std::isfinite(value) ? Json(value) : Json();
    }
  } // namespace

  RunRecord::RunRecord(const std::string &tool)
    : tool_(tool)
    , start_(std::chrono::system_clock::now())
    , clock_(std::chrono::steady_clock::now())
  {
  }

  void
  RunRecord::summary(const std::string &name, const double value, const std::string &unit)
  {
    const auto known =
      std::find_if(results_.begin(), results_.end(), [&](const Result &result) { return result.name == name; });
    if (known == results_.end())
      results_.push_back({name, value, unit});
    else
      *known = {name, value, unit};
  }

  void
  RunRecord::cite(const std::string &what, const std::string &doi)
  {
    const std::pair<std::string, std::string> paper(what, doi);
    if (std::find(papers_.begin(), papers_.end(), paper) == papers_.end())
      papers_.push_back(paper);
  }

  void
  RunRecord::note(const std::string &key, const std::string &value)
  {
    notes_.emplace_back(key, Json(value).dump());
  }

  void
  RunRecord::note(const std::string &key, const double value)
  {
    notes_.emplace_back(key, number(value).dump());
  }

  void
  RunRecord::mesh(const std::filesystem::path &file, const std::string &checksum, const std::uint64_t cells)
  {
    note("mesh/file", file.string());
    note("mesh/checksum", checksum);
    note("mesh/cells", static_cast<double>(cells));
  }

  void
  RunRecord::parameters(const std::string &json)
  {
    parameters_ = json;
  }

  void
  RunRecord::finish(const ExitCode code, const std::string &reason)
  {
    code_   = static_cast<int>(code);
    reason_ = reason;
  }

  void
  RunRecord::write(const std::filesystem::path &folder, const std::vector<std::string> &warnings) const
  {
    const auto now = std::chrono::system_clock::now();
    Json       json;
    json["tool"]       = tool_;
    json["version"]    = version;
    json["git"]        = {{"commit", git_hash}, {"changed", git_changed}};
    json["libraries"]  = libraries();
    json["host"]       = {{"name", host_name()}, {"cores", std::thread::hardware_concurrency()}, {"ranks", n_ranks()}};
    json["start"]      = time_text(start_);
    json["end"]        = code_ < 0 ? Json() : Json(time_text(now));
    json["wall time"]  = {{"value", std::chrono::duration<double>(std::chrono::steady_clock::now() - clock_).count()},
                          {"unit", "s"}};
    json["exit"]       = {{"code", code_ < 0 ? Json() : Json(code_)}, {"reason", reason_}};
    json["warnings"]   = warnings;
    json["parameters"] = Json::parse(parameters_);
    for (const auto &[key, value] : notes_)
      json[Json::json_pointer("/" + key)] = Json::parse(value);
    json["timings"] = Json::array();
    for (const auto *timing : timings_as_tree())
      json["timings"].push_back({{"section", timing->name},
                                 {"calls", timing->calls},
                                 {"maximum [s]", std::max(timing->maximum, timing->seconds)},
                                 {"mean [s]", timing->mean > 0. ? timing->mean : timing->seconds}});
    json["cite"] = Json::array();
    for (const auto &[what, doi] : papers_)
      json["cite"].push_back({{"what", what}, {"doi", doi}});
    write_atomically(folder / "run.json", json.dump(2) + "\n");

    Json results = Json::object();
    for (const auto &result : results_)
      results[result.name] = {{"value", number(result.value)}, {"unit", result.unit}};
    if (!results_.empty())
      write_atomically(folder / "summary.json", results.dump(2) + "\n");
  }

  void
  RunRecord::gather_timings(MPI_Comm communicator)
  {
    // Rank 0 has the list; a section that a rank never entered took no time there.
    std::vector<std::string> names;
    for (const auto &timing : timings_)
      names.push_back(timing.name);
    names = dealii::Utilities::MPI::broadcast(communicator, names, 0);

    std::vector<double> seconds(names.size(), 0.);
    for (std::size_t i = 0; i < names.size(); ++i)
      for (const auto &timing : timings_)
        if (timing.name == names[i])
          seconds[i] = timing.seconds;
    const auto statistics = dealii::Utilities::MPI::min_max_avg(seconds, communicator);
    for (auto &timing : timings_)
      if (const auto name = std::find(names.begin(), names.end(), timing.name); name != names.end())
        {
          const auto &all = statistics[name - names.begin()];
          timing.maximum  = all.max;
          timing.mean     = all.avg;
        }
  }

  std::vector<const RunRecord::Timing *>
  RunRecord::timings_as_tree() const
  {
    std::vector<const Timing *> ordered;
    for (const auto &timing : timings_)
      {
        const std::string outer  = timing.name.substr(0, timing.name.rfind('/'));
        const auto        within = [&](const Timing *other) {
          return other->name == outer || other->name.starts_with(outer + "/");
        };
        // Behind the last one of the same outer section, which was entered before and so is in the list.
        const auto last = std::find_if(ordered.rbegin(), ordered.rend(), within);
        ordered.insert(outer == timing.name || last == ordered.rend() ? ordered.end() : last.base(), &timing);
      }
    return ordered;
  }

  std::string
  RunRecord::timing_table() const
  {
    if (timings_.empty())
      return "";
    const double total = std::chrono::duration<double>(std::chrono::steady_clock::now() - clock_).count();
    std::string  table;
    char         line[160];
    std::snprintf(line, sizeof line, "%-44s %9s %11s %11s %7s", "Wall time", "calls", "max [s]", "mean [s]", "share");
    table += line;
    for (const auto *timing : timings_as_tree())
      {
        const auto        depth = std::count(timing->name.begin(), timing->name.end(), '/');
        const std::string shown = std::string(2 * depth, ' ') + timing->name.substr(timing->name.rfind('/') + 1);
        std::snprintf(line, sizeof line, "\n%-44s %9llu %11.3f %11.3f %5.1f %%", shown.c_str(),
                      static_cast<unsigned long long>(timing->calls), timing->maximum, timing->mean,
                      100. * timing->maximum / total);
        table += line;
      }
    std::snprintf(line, sizeof line, "\n%-44s %9s %11.3f", "Whole run", "", total);
    return table + line;
  }

  std::size_t
  RunRecord::start_timer(const std::string &name)
  {
    const std::string full = running_.empty() ? name : timings_[running_.back()].name + "/" + name;
    const auto        known =
      std::find_if(timings_.begin(), timings_.end(), [&](const Timing &timing) { return timing.name == full; });
    const std::size_t index = known - timings_.begin();
    if (known == timings_.end())
      timings_.push_back({full});
    running_.push_back(index);
    return index;
  }

  void
  RunRecord::stop_timer(const std::size_t timing, const double seconds)
  {
    timings_[timing].seconds += seconds;
    ++timings_[timing].calls;
    running_.pop_back();
  }

  ScopedTimer::ScopedTimer(RunRecord &record, const std::string &name)
    : record_(record)
    , timing_(record.start_timer(name))
    , start_(std::chrono::steady_clock::now())
  {
  }

  ScopedTimer::~ScopedTimer()
  {
    record_.stop_timer(timing_, std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count());
  }
} // namespace vht
