#pragma once

#include "physics/cells/cell_model.h"

#include <functional>

namespace vht
{
  /** How one cell is paced. The stimulus is a current per capacitance, negative inward, so -52 A/F depolarises. */
  struct Pacing
  {
    double   amplitude    = -52.;  ///< [A/F = V/s]
    double   duration     = 1e-3;  ///< [s]
    double   start        = 10e-3; ///< of the stimulus within each cycle [s]
    double   cycle_length = 1.;    ///< [s]
    unsigned beats        = 10;
    double   time_step    = 1e-5; ///< [s]; start, duration and cycle length are rounded to whole steps
  };

  /** What one beat looks like. NaN stands for what did not happen within the beat. */
  struct Biomarkers
  {
    double resting_potential = 0.; ///< just before the stimulus [V]
    double peak_potential    = 0.; ///< [V]
    double upstroke          = 0.; ///< largest dV/dt [V/s]
    double apd50             = 0.; ///< from the largest dV/dt to half of the way back from peak to rest [s]
    double apd90             = 0.; ///< likewise to nine tenths [s]
  };

  /**
   * Pace one cell from its initial state and take the measure of every beat.
   *
   *     V <- V - dt (I_ion(V, s) + I_stim) / C_m,     s <- Rush-Larsen and forward Euler
   *
   * Repolarisation times are interpolated linearly between steps.
   *
   * @param observe  called before the first step and after each with time [s], potential [V] and the states
   * @return one entry per beat
   * @throws InputError       if the protocol makes no sense
   * @throws ConvergenceError if the potential leaves [-300, 300] mV
   */
  std::vector<Biomarkers>
  pace_cell(const CellModel                                                                          &model,
            const Pacing                                                                             &pacing,
            const std::function<void(double time, double potential, std::span<const double> states)> &observe = {});
} // namespace vht
