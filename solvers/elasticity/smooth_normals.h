#pragma once

#include "solvers/core/mesh.h"

#include <deal.II/base/quadrature.h>

#include <map>
#include <utility>
#include <vector>

namespace vht
{
  /**
   * Normals of a surface of flat faces as a smooth one has them: at a vertex the mean over the faces around it,
   * weighted by their area, in between linear, of length one.
   *
   * Springs along the normals of the faces hold a surface that slides along itself: a vertex between two faces cannot
   * move along both. On a body of revolution this resists turning with a stiffness of second order in the size of
   * faces.
   */
  class SmoothNormals
  {
  public:
    /** @param[in] surface  tag; @p quadrature on a face, where the normals are wanted. Collective */
    SmoothNormals(const Mesh &mesh, unsigned int surface, const dealii::Quadrature<dim - 1> &quadrature);

    /** At the points of a face of the surface, of an owned cell. */
    const std::vector<Tensor> &
    of_face(unsigned int active_cell_index, unsigned int face) const
    {
      return normals_.at({active_cell_index, face});
    }

  private:
    std::map<std::pair<unsigned int, unsigned int>, std::vector<Tensor>> normals_;
  };
} // namespace vht
