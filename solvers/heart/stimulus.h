#pragma once

#include "solvers/core/function_space.h"

#include <filesystem>
#include <limits>
#include <string>
#include <vector>

namespace vht
{
  class Log;
  class ParameterSection;

  /** Section "Electrophysiology/Stimulus NAME". */
  struct StimulusParameters
  {
    std::string           name;
    std::string           shape        = "sphere";
    std::array<double, 3> lower_corner = {{0., 0., 0.}}, upper_corner = {{0., 0., 0.}}; ///< [m]
    std::array<double, 3> centre = {{0., 0., 0.}};                                      ///< [m]
    double                radius = 2e-3;                                                ///< [m]
    std::string           surface;
    std::filesystem::path sites;
    double                start = 0., duration = 2e-3; ///< [s]
    double                period    = 0.;              ///< [s]; 0: once
    unsigned int          count     = 0;               ///< 0: for ever, where there is a period
    double                amplitude = 5e4;             ///< [A/m^3]
    std::string           where;                       ///< "case.prm:12, Electrophysiology/Stimulus apex"

    void declare(ParameterSection &section);
  };

  /**
   * Currents that excite the tissue: boxes, spheres, surfaces, and lists of sites with a time each.
   *
   * A stimulus acts on the nodes inside its shape. In a step it counts with the part of the step during which it is on,
   * so that the charge does not depend on the step.
   */
  class Stimuli
  {
  public:
    /**
     * @param[in] capacitance  of the membranes in a volume of tissue, chi C_m [F/m^3]
     * @throws InputError for a stimulus without nodes, an unknown surface, or a bad table of sites
     */
    Stimuli(const std::vector<StimulusParameters> &parameters, const FunctionSpace &space, double capacitance);

    /** Add the mean of dV/dt [V/s] over a step to the rate at the owned degrees of freedom. */
    void add(double time, double step, Vector &rate) const;

    bool
    empty() const
    {
      return pulses_.empty();
    }

  private:
    struct Pulse
    {
      std::vector<unsigned int> nodes; ///< local indices of owned degrees of freedom
      double                    start, duration, period;
      unsigned int              count;
      double                    rate; ///< [V/s]
    };

    std::vector<Pulse> pulses_;
  };
} // namespace vht
