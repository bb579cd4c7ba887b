#pragma once

#include "solvers/arteries/terminal.h"
#include "solvers/arteries/vessel_end.h"

#include <array>
#include <cstddef>
#include <span>
#include <string>

namespace vht
{
  /** State on the boundary of a vessel. */
  struct EndState
  {
    double root; ///< sqrt A [m]
    double flow; ///< in the direction of the vessel [m^3/s]
  };

  /**
   * The equations of one node, for the ends that meet there.
   *
   * Each end lies on its EndCurve; one number per end is left. At a junction the flows into the node add up to zero and
   * the pressures are equal, total pressures if wanted, after the losses of the ends. Newton's method with the common
   * pressure as one more unknown: the Jacobian is an arrow, so that a step costs as much as there are ends, for any
   * number of them. A step is halved while it does not make the residual smaller or would close a vessel. The last step
   * is that from which the residual falls below the tolerance by the square of its size: flows go with it along their
   * slopes, so that they add up to round-off and nothing has to be evaluated once more.
   *
   * States go in with a guess of their roots, from the stage before; what is not positive is no guess. All functions
   * throw ConvergenceError with the values where this fails; the caller adds place and time.
   */
  class NodeSolver
  {
  public:
    explicit NodeSolver(bool total_pressure)
      : total_pressure_(total_pressure)
    {
    }

    /** @param[in,out] states  one for each end */
    void junction(std::span<const EndCurve> ends, std::span<const EndLoss> losses, std::span<EndState> states) const;

    /** One end before pressure = offset + resistance * flow into the node. */
    void terminal(const EndCurve &end, const EndLoss &loss, const Terminal::Relation &relation, EndState &state) const;

    /** One end out of whose node this much flows into the vessel [m^3/s]. */
    void inflow(const EndCurve &end, double flow, EndState &state) const;

    static constexpr std::size_t most_ends = 16;

    /** A junction at given sqrt A and common pressure: how far from solved it is, and the derivatives. */
    struct Residual
    {
      std::array<double, most_ends> gaps;            ///< pressure of each end less the common one [Pa]
      std::array<double, most_ends> pressure_slopes; ///< of gap i by root i; by the common pressure it is -1
      std::array<double, most_ends> flow_slopes;     ///< of the flow into the node by root i
      std::array<double, most_ends> flows;           ///< into the node [m^3/s]
      double                        flow       = 0.; ///< into the node [m^3/s]
      double                        flow_scale = 0., pressure_scale = 0.; ///< A c of all ends, largest density c^2
      double                        size = 0.;                            ///< of all, relative to these two

      /** From pressures of the ends to gaps. */
      void set_pressure(std::size_t n, double pressure);
    };
    Residual residual(std::span<const EndCurve> ends,
                      std::span<const EndLoss>  losses,
                      std::span<const double>   roots,
                      double                    pressure) const;

    /** Newton steps since the beginning. */
    mutable unsigned long n_iterations = 0;

  private:
    struct Pressure
    {
      double value, slope;
    };
    double   newton_step(std::size_t n, const Residual &now, std::span<double> steps) const;
    void     evaluate(std::span<const EndCurve> ends,
                      std::span<const EndLoss>  losses,
                      std::span<const double>   roots,
                      Residual                 &result) const;
    Pressure pressure_in_node(const EndCurve &end, const EndLoss &loss, const EndCurve::Point &point) const;

    bool total_pressure_;
  };
} // namespace vht
