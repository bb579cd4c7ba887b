#pragma once

#include "solvers/elasticity/mixed_space.h"
#include "solvers/elasticity/operator.h"

#include <functional>
#include <vector>

namespace vht::test
{
  /** Nodal values of a displacement, with ghosts. */
  inline Vector
  displacement_of(const MixedSpace &space, const std::function<Tensor(const Point &)> &function)
  {
    Vector     result = space.make_displacement();
    const auto points = space.nodes().support_points();
    for (std::size_t n = 0; n < points.size(); ++n)
      for (unsigned int i = 0; i < dim; ++i)
        result.local_element(3 * n + i) = function(points[n])[i];
    result.update_ghost_values();
    return result;
  }

  /** A box of make_box() slides along its sides x_min, y_min and z_min. */
  inline std::vector<GivenDisplacement>
  symmetry_planes()
  {
    std::vector<GivenDisplacement> given;
    for (unsigned int d = 0; d < dim; ++d)
      {
        GivenDisplacement plane{.surface = 2 * d + 1, .component = {false, false, false}};
        plane.component[d] = true;
        given.push_back(plane);
      }
    return given;
  }
} // namespace vht::test
