#include "solvers/arteries/waves.h"

#include <algorithm>
#include <cmath>

namespace vht
{
  namespace
  {
    double
    height(const std::vector<double> &curve)
    {
      const auto [low, high] = std::minmax_element(curve.begin(), curve.end());
      return *high - *low;
    }
  } // namespace

  double
  wave_foot(std::span<const double> times, std::span<const double> pressure, bool periodic)
  {
    // In a cycle the last point is the first one, and index i stands for the point i modulo n.
    const auto n = static_cast<std::ptrdiff_t>(times.size()) - (periodic ? 1 : 0);
    if (n < 4)
      return NAN;
    const double step = (times.back() - times.front()) / static_cast<double>(times.size() - 1);
    const auto   at   = [&](std::ptrdiff_t i) { return pressure[periodic ? ((i % n) + n) % n : i]; };
    const auto   rise = [&](std::ptrdiff_t i) { return (at(i + 1) - at(i)) / step; }; // half a step after point i

    // The main rise lies between the lowest pressure and the highest after it. A valve that shuts makes a steeper one.
    std::ptrdiff_t highest = periodic ? 0 : 2;
    for (std::ptrdiff_t i = highest; i < (periodic ? n : n - 1); ++i)
      if (at(i) > at(highest))
        highest = i;
    std::ptrdiff_t lowest = highest;
    for (std::ptrdiff_t i = highest; i >= (periodic ? highest - n + 1 : 1); --i)
      if (at(i) < at(lowest))
        lowest = i;
    std::ptrdiff_t steepest = lowest;
    for (std::ptrdiff_t i = lowest; i < highest; ++i)
      if (rise(i) > rise(steepest))
        steepest = i;
    if (!(rise(steepest) > 0.))
      return NAN;
    const double before = rise(steepest - 1), here = rise(steepest), after = rise(steepest + 1);
    const double bend  = before - 2. * here + after;
    const double shift = bend < 0. ? std::clamp(0.5 * (before - after) / bend, -0.5, 0.5) : 0.;
    const double slope = here - 0.25 * (before - after) * shift;

    // The pressure at the steepest point: along the parabola's slope from the middle of its interval.
    const double middle  = 0.5 * (at(steepest) + at(steepest + 1));
    const double mean    = here + 0.25 * (after - before) * shift + bend * shift * shift / 6.;
    const double reached = middle + mean * shift * step;
    return times.front() + (static_cast<double>(steepest) + 0.5 + shift) * step - (reached - at(lowest)) / slope;
  }

  SeparatedWaves
  separate_waves(const WaveRecord &record, double density)
  {
    SeparatedWaves waves;
    for (auto *curve : {&waves.forward_pressure, &waves.backward_pressure, &waves.forward_flow, &waves.backward_flow,
                        &waves.intensity})
      curve->assign(record.times.size(), 0.);
    for (std::size_t i = 1; i < record.times.size(); ++i)
      {
        const double speed    = 0.5 * (record.speed[i] + record.speed[i - 1]);
        const double area     = 0.5 * (record.area[i] + record.area[i - 1]);
        const double pressure = record.pressure[i] - record.pressure[i - 1];
        const double velocity = record.velocity[i] - record.velocity[i - 1];
        const double time     = record.times[i] - record.times[i - 1];
        const double forward = 0.5 * (pressure + density * speed * velocity), backward = pressure - forward;
        waves.forward_pressure[i]  = waves.forward_pressure[i - 1] + forward;
        waves.backward_pressure[i] = waves.backward_pressure[i - 1] + backward;
        waves.forward_flow[i]      = waves.forward_flow[i - 1] + area / (density * speed) * forward;
        waves.backward_flow[i]     = waves.backward_flow[i - 1] - area / (density * speed) * backward;
        waves.intensity[i]         = pressure * velocity / (time * time);
      }
    if (record.times.size() > 1)
      {
        const double forward = height(waves.forward_pressure), backward = height(waves.backward_pressure);
        waves.reflection_magnitude = backward / std::max(forward, 1e-300);
        waves.reflection_index     = backward / std::max(forward + backward, 1e-300);
      }
    return waves;
  }
} // namespace vht
