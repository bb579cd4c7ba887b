#include "physics/cells/single_cell.h"

#include "physics/error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vht
{
  namespace
  {
    /** Watches the potential of one beat, step by step. */
    class BeatRecorder
    {
    public:
      void
      add(double time, double potential)
      {
        times_.push_back(time);
        potentials_.push_back(potential);
      }

      /** @param stimulus  index of the sample at which the stimulus begins */
      Biomarkers
      measure(std::size_t stimulus) const
      {
        const auto peak = static_cast<std::size_t>(
          std::max_element(potentials_.begin() + static_cast<std::ptrdiff_t>(stimulus), potentials_.end()) -
          potentials_.begin());

        Biomarkers beat;
        beat.resting_potential = potentials_[stimulus];
        beat.peak_potential    = potentials_[peak];
        std::size_t steepest   = stimulus + 1;
        for (std::size_t i = stimulus + 1; i <= peak; ++i)
          if (slope(i) > slope(steepest))
            steepest = i;
        beat.upstroke = slope(steepest);

        const double activation = 0.5 * (times_[steepest - 1] + times_[steepest]);
        const double amplitude  = beat.peak_potential - beat.resting_potential;
        beat.apd50              = falls_below(beat.peak_potential - 0.5 * amplitude, peak) - activation;
        beat.apd90              = falls_below(beat.peak_potential - 0.9 * amplitude, peak) - activation;
        return beat;
      }

    private:
      double
      slope(std::size_t i) const
      {
        return (potentials_[i] - potentials_[i - 1]) / (times_[i] - times_[i - 1]);
      }

      double
      falls_below(double level, std::size_t from) const
      {
        for (std::size_t i = from + 1; i < potentials_.size(); ++i)
          if (potentials_[i] < level)
            return times_[i] -
                   (level - potentials_[i]) / (potentials_[i - 1] - potentials_[i]) * (times_[i] - times_[i - 1]);
        return std::numeric_limits<double>::quiet_NaN();
      }

      std::vector<double> times_, potentials_;
    };

    void
    check(const Pacing &pacing)
    {
      if (!(pacing.time_step > 0.))
        throw InputError("Pacing of a single cell: the time step must be positive, found " +
                         std::to_string(pacing.time_step) + " s.");
      if (!(pacing.duration >= pacing.time_step) || !(pacing.start >= 0.) ||
          !(pacing.start + pacing.duration < pacing.cycle_length))
        throw InputError(
          "Pacing of a single cell: each cycle must hold the whole stimulus, and the stimulus at least one "
          "step. Found start " +
          std::to_string(pacing.start) + " s, duration " + std::to_string(pacing.duration) + " s, cycle length " +
          std::to_string(pacing.cycle_length) + " s, time step " + std::to_string(pacing.time_step) + " s.");
    }
  } // namespace

  std::vector<Biomarkers>
  pace_cell(const CellModel                                                                          &model,
            const Pacing                                                                             &pacing,
            const std::function<void(double time, double potential, std::span<const double> states)> &observe)
  {
    check(pacing);
    constexpr std::size_t block = CellModel::block_size;

    // One block of equal lanes; lane 0 is looked at.
    std::vector<double> potential(block, model.resting_potential()), current(block);
    std::vector<double> states(model.n_states() * block), state(model.n_states());
    model.fill_initial(states);

    const double dt      = pacing.time_step;
    const auto   n_cycle = static_cast<std::size_t>(std::llround(pacing.cycle_length / dt));
    const auto   n_start = static_cast<std::size_t>(std::llround(pacing.start / dt));
    const auto   n_end   = n_start + static_cast<std::size_t>(std::llround(pacing.duration / dt));
    const auto   look    = [&](double time) {
      if (!observe)
        return;
      for (std::size_t k = 0; k < state.size(); ++k)
        state[k] = states[k * block];
      observe(time, potential[0], state);
    };

    std::vector<Biomarkers> beats;
    look(0.);
    for (unsigned beat = 0; beat < pacing.beats; ++beat)
      {
        BeatRecorder recorder;
        for (std::size_t step = 0; step < n_cycle; ++step)
          {
            const double time = static_cast<double>(beat * n_cycle + step) * dt;
            recorder.add(time, potential[0]);
            model.advance(dt, potential.data(), states.data(), current.data());
            const double stimulus = step >= n_start && step < n_end ? pacing.amplitude : 0.;
            for (std::size_t lane = 0; lane < block; ++lane)
              potential[lane] -= dt * (current[lane] + stimulus);
            if (!(std::abs(potential[0]) < 0.3))
              throw ConvergenceError("Single cell, " + std::string(model.name()) +
                                     ": the potential left [-300, 300] mV at t = " + std::to_string(time + dt) +
                                     " s. Take a smaller time step than " + std::to_string(dt) +
                                     " s, or a weaker stimulus than " + std::to_string(pacing.amplitude) + " A/F.");
            look(time + dt);
          }
        beats.push_back(recorder.measure(n_start));
      }
    return beats;
  }
} // namespace vht
