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
    std::string           support      = "volume";
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
   * A stimulus acts on the volume inside its shape, also where the shape cuts cells, so that the charge does not depend
   * on the mesh; a surface has the thickness of the shape functions on it. In a step it counts with the part of the
   * step during which it is on, so that the charge does not depend on the step either.
   *
   * Support "nodes" stimulates what the shape functions of the nodes inside the shape cover, as most codes do: half a
   * cell more on each side, which matters where published numbers are to be reproduced on a coarse mesh.
   */
  class Stimuli
  {
  public:
    /**
     * @param[in] capacitance  of the membranes in a volume of tissue, chi C_m [F/m^3]
     * @throws InputError for a stimulus that reaches no tissue, an unknown surface, or a bad table of sites
     */
    Stimuli(const std::vector<StimulusParameters> &parameters, const FunctionSpace &space, double capacitance);

    /**
     * Add the mean over a step of the integrals of dV/dt times the test functions [V/s m^3]; owned degrees of freedom.
     */
    void add(double time, double step, Vector &weak) const;

    bool
    empty() const
    {
      return pulses_.empty();
    }

  private:
    struct Pulse
    {
      /** Local index of an owned degree of freedom; integral of its shape function over the stimulated volume [m^3]. */
      std::vector<std::pair<unsigned int, double>> load;

      double       start, duration, period;
      unsigned int count;
      double       rate; ///< [V/s]
    };

    std::vector<Pulse> pulses_;
  };
} // namespace vht
