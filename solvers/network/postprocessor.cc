#include "solvers/network/postprocessor.h"

#include "solvers/core/attempt_to_draw.h"
#include "solvers/core/run.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace vht::network
{
  namespace
  {
    // Beyond these a human circulation does not go: most likely a constant is in another unit.
    struct Plausible
    {
      double      lowest, highest;
      const char *what;
    };

    Plausible
    plausible(Quantity quantity)
    {
      switch (quantity)
        {
          case Quantity::pressure:
            return {-1.4e4, 5.5e4, "-100 to 400 mmHg"};
          case Quantity::flow:
            return {-2e-3, 3e-3, "-2 to 3 L/s"};
          case Quantity::volume:
            return {-1e-4, 1e-3, "up to 1 L"};
          default:
            return {-1e300, 1e300, ""};
        }
    }
  } // namespace

  NetworkPostprocessor::NetworkPostprocessor(const Circuit &circuit, bool all_beats, bool pictures, Run &run)
    : circuit_(circuit)
    , all_beats_(all_beats)
    , pictures_(pictures)
    , run_(run)
  {
  }

  std::vector<std::string>
  NetworkPostprocessor::column_names() const
  {
    std::vector<std::string> names = {"time [s]"};
    for (const Unknown &unknown : circuit_.unknowns())
      names.push_back(unknown.name + " [" + unit_of(unknown.quantity) + "]");
    names.push_back("stored volume [m^3]");
    return names;
  }

  std::vector<double>
  NetworkPostprocessor::columns_of(const Row &row) const
  {
    std::vector<double> columns = {row.time};
    columns.insert(columns.end(), row.value.data(), row.value.data() + row.value.size());
    columns.push_back(circuit_.stored_volume(row.value));
    return columns;
  }

  void
  NetworkPostprocessor::start(double time, const Values &value, std::optional<double> restart_time)
  {
    if (all_beats_ && !run_.output().empty())
      table_ =
        std::make_unique<CsvTable>(run_.communicator(), run_.output() / "network.csv", column_names(), restart_time);
    if (!restart_time)
      sample(time, value);
  }

  void
  NetworkPostprocessor::begin_beat()
  {
    beat_before_ = beat_;
    beat_.assign(1, beat_before_.back());
  }

  void
  NetworkPostprocessor::sample(double time, const Values &value)
  {
    beat_.push_back({time, value});
    if (table_)
      table_->row(columns_of(beat_.back()));
    const double volume = circuit_.stored_volume(value);
    if (!first_volume_)
      first_volume_ = volume;
    drift_ = std::max(drift_, std::abs(volume - *first_volume_));
  }

  PeriodicChange
  NetworkPostprocessor::change() const
  {
    if (beat_before_.size() != beat_.size() || beat_.size() < 2)
      return {std::numeric_limits<double>::infinity(), ""};
    std::array<double, 4> scale = {};
    for (const Row &row : beat_)
      for (std::size_t i = 0; i < circuit_.size(); ++i)
        {
          double &largest = scale[static_cast<std::size_t>(circuit_.unknowns()[i].quantity)];
          largest         = std::max(largest, std::abs(row.value[i]));
        }
    PeriodicChange result;
    for (std::size_t k = 0; k < beat_.size(); ++k)
      for (std::size_t i = 0; i < circuit_.size(); ++i)
        {
          const double size     = scale[static_cast<std::size_t>(circuit_.unknowns()[i].quantity)];
          const double relative = size > 0. ? std::abs(beat_[k].value[i] - beat_before_[k].value[i]) / size : 0.;
          if (relative > result.largest)
            result = {relative, circuit_.unknowns()[i].name};
        }
    return result;
  }

  void
  NetworkPostprocessor::summarise()
  {
    RunRecord &record = run_.record();
    for (std::size_t i = 0; i < circuit_.size(); ++i)
      {
        const Unknown &unknown = circuit_.unknowns()[i];
        double         lowest = beat_.front().value[i], highest = lowest, integral = 0.;
        for (std::size_t k = 1; k < beat_.size(); ++k)
          {
            lowest  = std::min(lowest, beat_[k].value[i]);
            highest = std::max(highest, beat_[k].value[i]);
            integral += 0.5 * (beat_[k].value[i] + beat_[k - 1].value[i]) * (beat_[k].time - beat_[k - 1].time);
          }
        const double      mean = integral / (beat_.back().time - beat_.front().time);
        const std::string unit = unit_of(unknown.quantity);
        record.summary(unknown.name + " minimum", lowest, unit);
        record.summary(unknown.name + " mean", mean, unit);
        record.summary(unknown.name + " maximum", highest, unit);
        record.summary(unknown.name + " at the end", beat_.back().value[i], unit);
        if (unknown.quantity == Quantity::volume)
          {
            record.summary("stroke " + unknown.name, highest - lowest, unit);
            if (highest > 0.)
              record.summary("ejection fraction " + unknown.name, (highest - lowest) / highest, "1");
          }
        const Plausible range = plausible(unknown.quantity);
        if (lowest < range.lowest || highest > range.highest)
          run_.log().warning("\"" + unknown.name + "\" goes from " + std::to_string(lowest) + " to " +
                             std::to_string(highest) + " " + unit + "; in people it is " + range.what +
                             ". Is a constant in another unit than SI?");
      }
    record.summary("stored volume", circuit_.stored_volume(beat_.back().value), "m^3");
    record.summary("change of stored volume", drift_, "m^3");
  }

  void
  NetworkPostprocessor::finish()
  {
    summarise();
    if (run_.output().empty())
      return;
    if (!all_beats_)
      {
        CsvTable table(run_.communicator(), run_.output() / "network.csv", column_names());
        for (const Row &row : beat_)
          table.row(columns_of({row.time - beat_.front().time, row.value}));
      }
    if (!pictures_)
      return;
    std::vector<double> times;
    std::vector<Values> values;
    for (const Row &row : beat_)
      {
        times.push_back(row.time - beat_.front().time);
        values.push_back(row.value);
      }
    attempt_to_draw(run_.log(), "picture of the circuit",
                    [&]() { draw_network(circuit_, times, values, run_.output()); });
  }

  std::vector<double>
  NetworkPostprocessor::save() const
  {
    std::vector<double> numbers = {first_volume_.value_or(0.), drift_};
    for (const Row &row : beat_)
      {
        numbers.push_back(row.time);
        numbers.insert(numbers.end(), row.value.data(), row.value.data() + row.value.size());
      }
    return numbers;
  }

  void
  NetworkPostprocessor::load(const std::vector<double> &numbers)
  {
    first_volume_           = numbers.at(0);
    drift_                  = numbers.at(1);
    const std::size_t width = circuit_.size() + 1;
    beat_.clear();
    for (std::size_t at = 2; at + width <= numbers.size(); at += width)
      beat_.push_back({numbers[at], Eigen::Map<const Values>(numbers.data() + at + 1, circuit_.size())});
  }
} // namespace vht::network
