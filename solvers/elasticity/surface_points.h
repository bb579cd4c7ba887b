#pragma once

#include "solvers/elasticity/mixed_space.h"

#include <deal.II/base/quadrature.h>

#include <array>
#include <vector>

namespace vht
{
  /** Points of named surfaces that move with the body: of the owned faces of this rank, face after face. */
  class SurfacePoints
  {
  public:
    /** @param[in] places  on the reference face */
    SurfacePoints(const MixedSpace &space, const std::vector<unsigned int> &tags, const dealii::Quadrature<2> &places);

    std::size_t
    size() const
    {
      return rest_.size();
    }

    std::size_t
    n_per_face() const
    {
      return n_per_face_;
    }

    /** In the undeformed body [m]. */
    const std::vector<Point> &
    at_rest() const
    {
      return rest_;
    }

    /** Weights of `places` times the derivative of the area at rest [m^2]. */
    const std::vector<double> &
    areas() const
    {
      return areas_;
    }

    /** Displacement of each point [m]; @p displacement has up-to-date ghosts. */
    std::vector<Tensor> move(const Vector &displacement) const;

  private:
    struct Share
    {
      dealii::types::global_dof_index node;
      double                          weight;
    };

    std::size_t              n_per_face_;
    std::vector<Point>       rest_;
    std::vector<double>      areas_;
    std::vector<Share>       shares_; ///< of the nodes in the points, point after point
    std::vector<std::size_t> first_;  ///< of each point in shares_
  };

  /** The corners and middles of a face, and the triangles between them: a fine surface of plane pieces. */
  struct FaceLattice
  {
    dealii::Quadrature<2>                    places;
    std::vector<std::array<unsigned int, 3>> triangles;

    explicit FaceLattice(bool simplex);
  };
} // namespace vht
