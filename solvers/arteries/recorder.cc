#include "solvers/arteries/recorder.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vht
{
  std::vector<double>
  Recorder::curve(std::size_t place, double PlaceValues::*quantity) const
  {
    std::vector<double> result;
    result.reserve(now_.size());
    for (const auto &row : now_)
      result.push_back(row[place].*quantity);
    return result;
  }

  void
  Recorder::begin_cycle()
  {
    before_ = std::move(now_);
    now_.clear();
    times_.clear();
  }

  void
  Recorder::record(double time, const ArteryMethod &method)
  {
    std::vector<PlaceValues> &row = now_.emplace_back();
    row.reserve(places_.size());
    times_.push_back(time);
    for (const Place &place : places_)
      row.push_back(method.at(place.vessel, place.position));
  }

  Recorder::Change
  Recorder::change(std::size_t n_places) const
  {
    Change result = {std::numeric_limits<double>::infinity(), 0};
    if (before_.size() != now_.size() || now_.empty())
      return result;
    result.value = 0.;
    for (std::size_t p = 0; p < n_places; ++p)
      {
        double largest = 0., sum = 0.;
        for (std::size_t i = 0; i < now_.size(); ++i)
          {
            largest = std::max(largest, std::abs(now_[i][p].pressure - before_[i][p].pressure));
            sum += std::abs(now_[i][p].pressure);
          }
        const double relative = largest * static_cast<double>(now_.size()) / std::max(sum, 1e-300);
        if (relative > result.value)
          result = {relative, p};
      }
    return result;
  }

  CycleStatistics
  Recorder::statistics(std::size_t place) const
  {
    CycleStatistics result;
    result.lowest_pressure = result.lowest_flow = std::numeric_limits<double>::infinity();
    result.highest_pressure = result.highest_flow = -std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < now_.size(); ++i)
      {
        const PlaceValues &values = now_[i][place];
        // Trapezoidal rule: the first and last row of a cycle are the same instant of the heart.
        const double before = i > 0 ? times_[i] - times_[i - 1] : 0.;
        const double after  = i + 1 < times_.size() ? times_[i + 1] - times_[i] : 0.;
        const double weight = 0.5 * (before + after) / (times_.back() - times_.front());
        result.mean_pressure += weight * values.pressure;
        result.mean_flow += weight * values.flow;
        result.mean_area += weight * values.area;
        result.lowest_pressure  = std::min(result.lowest_pressure, values.pressure);
        result.highest_pressure = std::max(result.highest_pressure, values.pressure);
        result.lowest_flow      = std::min(result.lowest_flow, values.flow);
        result.highest_flow     = std::max(result.highest_flow, values.flow);
      }
    return result;
  }

  SavedState
  Recorder::save() const
  {
    SavedState state = {{"times", times_}};
    for (const auto &[name, rows] : {std::pair("now", &now_), std::pair("before", &before_)})
      for (const auto &row : *rows)
        for (const PlaceValues &values : row)
          state[name].insert(state[name].end(), {values.pressure, values.flow, values.area});
    return state;
  }

  void
  Recorder::load(const SavedState &state)
  {
    times_ = state.at("times");
    for (const auto &[name, rows] : {std::pair("now", &now_), std::pair("before", &before_)})
      {
        rows->clear();
        const auto saved = state.find(name);
        if (saved == state.end())
          continue;
        rows->assign(saved->second.size() / (3 * places_.size()), std::vector<PlaceValues>(places_.size()));
        auto next = saved->second.begin();
        for (auto &row : *rows)
          for (PlaceValues &values : row)
            {
              values.pressure = *next++;
              values.flow     = *next++;
              values.area     = *next++;
            }
      }
  }
} // namespace vht
