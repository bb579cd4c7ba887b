#pragma once

#include "physics/cells/cell_model.h"
#include "solvers/heart/stimulus.h"

#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace vht
{
  class ParameterSection;

  /** Conductivities of the monodomain model along the axes of the tissue [S/m]. */
  struct Conductivity
  {
    double fibre = 0.133418, sheet = 0.0176062, normal = 0.0176062;

    void declare(ParameterSection &section);
  };

  /** Section "Electrophysiology/Region NAME": what differs from the rest of the heart. */
  struct TissueParameters
  {
    std::string  region;
    std::string  cell_model;
    Conductivity conductivity;
    std::string  where;
  };

  /** A point whose potential is recorded. */
  struct ProbeParameters
  {
    std::string           name;
    std::array<double, 3> point = {{0., 0., 0.}}; ///< [m]
    std::string           where;
  };

  /** Two points between which the speed of the front is measured. */
  struct VelocityParameters
  {
    std::string           name;
    std::array<double, 3> from = {{0., 0., 0.}}, to = {{0., 0., 0.}}; ///< [m]
    std::string           where;
  };

  /**
   * Section "Electrophysiology": the monodomain equation
   *
   *     chi (C_m dV/dt + I_ion(V, w)) = div(sigma grad V) + I_stim
   */
  struct ElectrophysiologyParameters
  {
    double      surface_to_volume_ratio  = 1.4e5; ///< chi [1/m]
    double      membrane_capacitance     = 1e-2;  ///< C_m [F/m^2]
    std::string ionic_current            = "state-variable";
    double      interpolation_threshold  = 5e-3;  ///< [V]
    double      activation_threshold     = 0.;    ///< [V]
    double      repolarisation_threshold = -7e-2; ///< [V]

    std::string                     cell_model = "ten Tusscher-Panfilov 2006 epi";
    Conductivity                    conductivity;
    std::vector<TissueParameters>   regions;
    std::vector<StimulusParameters> stimuli;
    std::vector<ProbeParameters>    probes;
    std::vector<VelocityParameters> velocities;
    std::string                     where_stimuli;

    /** Capacitance of the membranes in a volume of tissue [F/m^3]. */
    double
    volume_capacitance() const
    {
      return surface_to_volume_ratio * membrane_capacitance;
    }

    void declare(ParameterSection &section);
  };
} // namespace vht
