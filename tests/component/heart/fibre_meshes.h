#pragma once

#include "solvers/heart/fibres/fibre_field.h"
#include "tests/component/test_meshes.h"

#include <functional>
#include <string>
#include <vector>

namespace vht::test
{
  /**
   * Two ventricles as a carpenter would make them: a box of 12 x 12 x 10 cubes of 5 mm, open at the top, with two
   * cavities of 3 x 8 cubes. The walls are two cubes thick, the septum stands between x = 25 and 35 mm, and the floor
   * of the right cavity (at large x) is higher than that of the left one.
   *
   * Surfaces: endo_lv (tag 1), endo_rv (2), epi (3), base (4), the last at z = 50 mm. One region: myocardium (1).
   */
  MeshFile make_box_heart(CellShape shape);

  /** One value per cell of the mesh, in the order of the file, on every rank. Collective. */
  std::vector<Frame> gather_cell_frames(const FibreField &fibres, const Mesh &mesh);

  /** Visit every frame of this rank's cells with its place. */
  void for_each_frame(const FibreField                                        &fibres,
                      const Mesh                                              &mesh,
                      const dealii::Quadrature<dim>                           &quadrature,
                      const std::function<void(const Point &, const Frame &)> &action);

  /** Gauss points for the mesh's cells. */
  dealii::Quadrature<dim> gauss_points(const Mesh &mesh);

  /** Sine of the angle between two lines. */
  double between_lines(const Tensor &a, const Tensor &b);

  /** The largest such angle of the three axes. */
  double between_frames(const Frame &a, const Frame &b);

  /** Lengths 1, scalar products 0, right-handed, all to 1e-12; NaN is not. */
  bool is_orthonormal(const Frame &frame);

  /** Angle of a line between -90 and 90 degrees, from `zero` towards `ninety`. */
  double line_angle(const Tensor &line, const Tensor &zero, const Tensor &ninety);

  /** The middles of the reference cell's faces: as a quadrature they give the frames on the surfaces. */
  dealii::Quadrature<dim> face_middles(bool simplex);

  /** Circumferential and longitudinal direction on an ellipsoid of revolution about z, its base up. */
  struct WallDirections
  {
    WallDirections(const Point &x, double radius, double length);

    Tensor normal, circumferential, longitudinal;
  };

  struct SurfaceErrors
  {
    double helix_mean, helix_maximum, out_of_plane; ///< [degree]
  };

  /**
   * How far the fibres on a surface of a shell about z are from the angle that was asked for; away from the apex.
   * Collective.
   * @param[in] fibres          at face_middles()
   * @param[in] radius, length  half axes of the surface [m]
   * @param[in] wanted          [degree]
   */
  SurfaceErrors surface_errors(const FibreField  &fibres,
                               const Mesh        &mesh,
                               const std::string &surface,
                               double             radius,
                               double             length,
                               double             wanted);
} // namespace vht::test
