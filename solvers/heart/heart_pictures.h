#pragma once

#include "solvers/heart/activation.h"

#include <array>

namespace vht
{
  /** Section "Pictures". */
  struct HeartPictureParameters
  {
    bool                  draw            = true;
    std::array<double, 3> from            = {{0.35, -1., 0.3}};
    std::array<double, 3> up              = {{0., 0., 1.}};
    double                contour_spacing = 1e-2; ///< [s]
    unsigned int          snapshots       = 6;
    bool                  fibres          = true;

    void declare(ParameterSection &section);
  };

  /**
   * Activation map from two opposite sides, the potential at some times, fibres, and curves of the probes, in the run's
   * folders pictures and curves. A machine that cannot draw gets a warning, not an error. Collective.
   */
  void draw_heart_pictures(const HeartPictureParameters      &parameters,
                           const ElectrophysiologyParameters &electrophysiology,
                           const ActivationPostprocessor     &results,
                           Run                               &run);
} // namespace vht
