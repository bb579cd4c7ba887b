#pragma once

#include "solvers/heart/fibres/fibre_field.h"

namespace vht
{
  /**
   * Does the mesh lie between the ellipsoids, up to what straight edges cut off? Collective.
   * @throws InputError with the place of a node that is elsewhere
   */
  void check_between_ellipsoids(const FibreParameters &parameters, const Mesh &mesh);

  /**
   * Fibres of Type = ellipsoid at the points of @p quadrature: see EllipsoidWall. Collective.
   *
   * The depth is that of the ellipsoid through the point, or 1 - left of WallCoordinates. The second is larger, because
   * the wall is bent: in the ventricle of Arostica et al. 2025 the fibres of the two are 5 degrees apart in the mean
   * and 22 degrees at most, near the apex.
   * @throws InputError for a mesh elsewhere; for Depth = Laplace also for a surface that the mesh does not have
   */
  FibreField
  ellipsoid_fibres(const FibreParameters &parameters, const Mesh &mesh, const dealii::Quadrature<dim> &quadrature);
} // namespace vht
