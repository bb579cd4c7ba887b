#pragma once

#include "solvers/arteries/network.h"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace vht
{
  /**
   * What lies beyond the end of a vessel, as far as the flow into it tells: pressure = offset + resistance * flow.
   *
   * A step of the solver asks twice, at its beginning and at its end, and then tells the flows that came of it. What
   * integrates in time does so by the trapezoidal rule, implicit in the flow at the end of the step, so that a short
   * time constant costs no stability and the volume that is stored is the volume that went in, to round-off.
   */
  class Terminal
  {
  public:
    struct Relation
    {
      double offset;     ///< [Pa]
      double resistance; ///< [Pa s/m^3], not negative
    };

    virtual ~Terminal() = default;

    virtual Relation at_begin() const = 0;

    /** At the end of a step [s] at whose beginning this much flowed in [m^3/s]. */
    virtual Relation at_end(double step, double flow_at_begin) const = 0;

    virtual void
    advance(double /*step*/, double /*flow_at_begin*/, double /*flow_at_end*/)
    {
    }

    /** Volume that is stored above that at the beginning of the run [m^3]. */
    virtual double
    stored() const
    {
      return 0.;
    }

    /** What a restart has to know: numbers that load() takes back. */
    virtual std::vector<double>
    save() const
    {
      return {};
    }

    virtual void
    load(std::span<const double> /*state*/)
    {
    }
  };

  /** What a terminal has to know of the vessel it ends. */
  struct TerminalSite
  {
    double impedance;        ///< density c / A at the end under the initial pressure [Pa s/m^3]
    double initial_pressure; ///< [Pa]
    double outflow_pressure; ///< behind the last resistance [Pa]
  };

  /**
   * The terminal that the data describe: a pressure, a resistance, R-C, R-C-R, or a reflection.
   * @throws InputError, with the row of the vessel, where the data are not one of these
   */
  std::unique_ptr<Terminal> make_terminal(const Vessel &vessel, const TerminalSite &site);
} // namespace vht
