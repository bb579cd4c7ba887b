#pragma once

#include "solvers/arteries/discretisation.h"
#include "solvers/arteries/nodes.h"

#include <span>
#include <vector>

namespace vht
{
  /** The state that a node puts on the face at the end of a vessel. */
  struct EndFace
  {
    std::size_t face;   ///< between the cells face and face + 1, one of them a ghost
    bool        distal; ///< the ghost is the second one
    double      root;   ///< sqrt A [m]
    double      flow;   ///< [m^3/s]
  };

  /**
   * Between the cells of a discretisation and its nodes: what arrives at the ends goes to the nodes, what these put on
   * the ends comes back as faces.
   */
  class NetworkEnds
  {
  public:
    /** The discretisation must outlive this. @throws InputError for a terminal that is none */
    NetworkEnds(const Discretisation &discretisation, const NodeConditions &conditions);

    /** In the order of arrive(). */
    const std::vector<VesselEnd> &
    ends() const
    {
      return nodes_.ends();
    }

    /** The transmural pressure [Pa] and the flow [m^3/s] that arrive at one of ends(). */
    void
    arrive(std::size_t end, double pressure, double flow)
    {
      curves_[end].arrive(pressure, flow);
    }

    /** Solve the nodes once all ends have arrived. @throws ConvergenceError naming the node, its vessels and the time
     */
    void solve(const StageTime &stage);

    /** The coupling keeps what arrives now for its tables. */
    void
    record(double time)
    {
      nodes_.record(curves_, time);
    }

    /** What came of it, by rising face. */
    std::span<const EndFace>
    faces() const
    {
      return faces_;
    }

    ArteryNodes &
    nodes()
    {
      return nodes_;
    }

    const ArteryNodes &
    nodes() const
    {
      return nodes_;
    }

  private:
    ArteryNodes              nodes_;
    std::vector<EndCurve>    curves_;
    std::vector<EndFace>     faces_;
    std::vector<std::size_t> place_; ///< of each end in faces_
  };
} // namespace vht
