#pragma once

#include "solvers/arteries/network.h"

#include <array>
#include <vector>

namespace vht
{
  /**
   * Where the vessels lie, to draw them.
   *
   * Where all vessels have a centreline it is theirs. Otherwise a plane: every vessel a straight line of its length,
   * its branches in a fan as wide as they have ends. A vessel that closes a loop joins its nodes whatever its length.
   */
  class Layout
  {
  public:
    explicit Layout(const Network &network);

    /** A point of a vessel [m], 0 at its start and 1 at its end. */
    std::array<double, 3> at(std::size_t vessel, double position) const;

    /** All in one plane, z = 0? */
    bool
    is_planar() const
    {
      return planar_;
    }

  private:
    using Point = std::array<double, 3>;

    void lay_out(const Network &network);
    void measure();

    std::vector<std::vector<Point>>  lines_;       ///< of each vessel
    std::vector<std::vector<double>> shares_ = {}; ///< of the length of the line that lie before its points
    bool                             planar_ = false;
  };
} // namespace vht
