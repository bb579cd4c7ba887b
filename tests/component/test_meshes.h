#pragma once

#include "solvers/core/mesh.h"
#include "solvers/core/mesh_file.h"

#include <array>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace vht::test
{
  enum class CellShape
  {
    tetrahedra,
    hexahedra
  };

  /** "tetrahedra" or "hexahedra", for the names of tests. */
  std::string to_string(CellShape shape);

  /**
   * A box from the origin, cut into cubes, or into six Kuhn tetrahedra for each cube.
   *
   * Surfaces: x_min (tag 1), x_max (2), y_min (3), y_max (4), z_min (5), z_max (6). Regions: left (tag 11) and right
   * (12), which meet in the middle of the box's x at the interface middle (tag 21); with an odd number of cells along x
   * the left one is the smaller and the interface stands half a cell before the middle. With a single cell along x
   * there is only the region right and no interface.
   *
   * @param[in] n      cells (cubes) along x, y and z
   * @param[in] sides  lengths [m]
   */
  MeshFile
  make_box(CellShape shape, const std::array<unsigned int, 3> &n, const std::array<double, 3> &sides = {1., 1., 1.});

  /** The same for the unit cube with n cubes along each axis. */
  MeshFile make_unit_box(CellShape shape, unsigned int n);

  /**
   * Half an ellipsoidal shell, like a ventricle: the axis along z, the base in the plane z = 0, the apex at negative z.
   *
   * Surfaces: endo (tag 1), epi (2), base (3). One region: myocardium (tag 1). The cells are regular everywhere, also
   * at the apex: they come from a cube blown up to an ellipsoid. The faces of hexahedra are not plane.
   *
   * @param[in] n_around  cells along a quarter of the base; even
   * @param[in] n_across  cells through the wall
   */
  struct Shell
  {
    double endo_radius = 0.025, endo_length = 0.055; ///< semi-axes across and along z [m]
    double epi_radius = 0.035, epi_length = 0.065;
  };
  MeshFile make_shell(CellShape shape, unsigned int n_around, unsigned int n_across, const Shell &shell = Shell());

  /** Volume or area of the group with this name; fails the test where there is none. */
  double measure(const std::vector<Mesh::Group> &groups, const std::string &name);

  /** Where a node between some corners is to be. */
  using Between = std::function<Point(const std::vector<Point> &corners)>;

  /** The middle of the corners: the cells stay straight. */
  Point middle_of(const std::vector<Point> &corners);

  /** Give straight cells the nodes of quadratic ones, in the place that @p between says. */
  void make_quadratic(MeshFile &mesh, const Between &between = middle_of);

  /** The same for a shell between spheres around the origin: nodes go onto the spheres, or halfway between them. */
  void make_round(MeshFile &shell);

  /** Each hexahedron cut into six tetrahedra through its corner with the smallest number; faces keep fitting. */
  MeshFile to_tetrahedra(const MeshFile &hexahedra);

  /** Move every node of the mesh; the map has to keep the cells' orientation. */
  void move_nodes(MeshFile &mesh, const std::function<Point(const Point &)> &map);

  /**
   * Shake the inside of a unit box smoothly. Its boundary and the plane x = 1/2 stay where they are, so that volumes
   * and areas keep their values; cells elsewhere are skewed, with faces that are not plane.
   */
  void distort(MeshFile &unit_box, double amplitude = 0.04);

  /** Write it as Gmsh would: .msh 2.2, ASCII, 17 digits; quadratic cells with quadratic faces. */
  void write_msh(const MeshFile &mesh, const std::filesystem::path &file);

  /** Volume of a tetrahedron or a hexahedron [m^3]; negative if it is inverted. */
  double cell_volume(const MeshFile &mesh, const MeshFile::Cell &cell);

  /** A line in the output of the test, from the first rank alone. */
  void report(const std::string &line);

  /** An empty folder for the running test on this number of ranks, the same on every rank. Collective. */
  std::filesystem::path scratch_folder(MPI_Comm communicator = MPI_COMM_WORLD);
} // namespace vht::test
