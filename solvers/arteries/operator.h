#pragma once

#include "solvers/arteries/discretisation.h"
#include "solvers/arteries/network_ends.h"

#include <span>
#include <vector>

namespace vht
{
  /**
   * The discrete equations of the network for a given state: vessels, junctions, inlets, terminals.
   *
   *     dA/dt + dQ/dx = 0
   *     dQ/dt + d/dx (alpha Q^2 / A) + A / density dp/dx = -2 (zeta + 2) pi nu Q / A
   *
   * Knows no time stepping but what the nodes have to know of the stages of a step.
   */
  class ArteryOperator
  {
  public:
    /** The discretisation must outlive the operator. @throws InputError for a terminal that is none */
    ArteryOperator(const Discretisation &discretisation, const NodeConditions &conditions);

    /**
     * Solve the nodes for a state: what they put on the ends of the vessels. Fills the ghosts of the state.
     * @throws ConvergenceError naming the node, its vessels and the time
     */
    void evaluate(ArteryState &state, const StageTime &stage);

    /** What lies beyond coupled ends keeps the state at this time for its tables. Fills the ghosts of the state. */
    void record(ArteryState &state, double time);

    /** The states on the ends of all vessels, for advance_stage(). */
    std::span<const EndFace>
    ends() const
    {
      return ends_.faces();
    }

    /** After all stages: the terminals go on, the balance is added up. */
    void
    advance(double step)
    {
      ends_.nodes().advance(step);
    }

    ArteryNodes &
    nodes()
    {
      return ends_.nodes();
    }

    const ArteryNodes &
    nodes() const
    {
      return ends_.nodes();
    }

    /** Volumes since the beginning [m^3]: what came in at the inlets, what left into the terminals. */
    double
    inflow_volume() const
    {
      return ends_.nodes().inflow_volume();
    }

    double
    outflow_volume() const
    {
      return ends_.nodes().outflow_volume();
    }

    /** Volume of the blood in the vessels [m^3]. */
    double volume(const ArteryState &state) const;

    const Discretisation &
    discretisation() const
    {
      return discretisation_;
    }

    unsigned long
    newton_iterations() const
    {
      return ends_.nodes().newton_iterations();
    }

  private:
    void arrive(std::size_t end, ArteryState &state);

    const Discretisation &discretisation_;
    NetworkEnds           ends_;
  };
} // namespace vht
