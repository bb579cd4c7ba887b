#include "meshing/shapes/box.h"

#include "physics/error.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace vht::meshing
{
  namespace
  {
    /** The six tetrahedra of a cube, corners in Gmsh's order of the hexahedron; all contain the diagonal 0-6. */
    constexpr std::array<std::array<unsigned, 4>, 6> kuhn = {
      {{{0, 1, 2, 6}}, {{0, 5, 1, 6}}, {{0, 2, 3, 6}}, {{0, 3, 7, 6}}, {{0, 4, 5, 6}}, {{0, 7, 4, 6}}}};

    /** The numbering of a grid of nx ny nz cubes. */
    struct Grid
    {
      std::array<std::size_t, 3> n;

      Index
      point(std::size_t i, std::size_t j, std::size_t k) const
      {
        return static_cast<Index>((k * (n[1] + 1) + j) * (n[0] + 1) + i);
      }

      std::array<Index, 8>
      cube(std::size_t i, std::size_t j, std::size_t k) const
      {
        return {{point(i, j, k), point(i + 1, j, k), point(i + 1, j + 1, k), point(i, j + 1, k), point(i, j, k + 1),
                 point(i + 1, j, k + 1), point(i + 1, j + 1, k + 1), point(i, j + 1, k + 1)}};
      }
    };

    void
    add_cells(TaggedMesh &mesh, const Grid &grid)
    {
      for (std::size_t k = 0; k < grid.n[2]; ++k)
        for (std::size_t j = 0; j < grid.n[1]; ++j)
          for (std::size_t i = 0; i < grid.n[0]; ++i)
            {
              const auto cube = grid.cube(i, j, k);
              if (mesh.shape == CellShape::hexahedron)
                mesh.cells.insert(mesh.cells.end(), cube.begin(), cube.end());
              else
                for (const auto &tetrahedron : kuhn)
                  for (const unsigned corner : tetrahedron)
                    mesh.cells.push_back(cube[corner]);
            }
      mesh.regions.assign(mesh.cells.size() / n_corners(mesh.shape), 1);
    }

    /** Tag one side; the split of its squares follows the diagonals of the cubes, from low to high indices. */
    void
    add_side(TaggedMesh &mesh, const Grid &grid, unsigned axis, bool high)
    {
      const unsigned first = (axis + 1) % 3, second = (axis + 2) % 3;
      const Tag      tag = 1 + 2 * static_cast<Tag>(axis) + (high ? 1 : 0);
      for (std::size_t b = 0; b < grid.n[second]; ++b)
        for (std::size_t a = 0; a < grid.n[first]; ++a)
          {
            const auto corner = [&](std::size_t da, std::size_t db) {
              std::array<std::size_t, 3> at;
              at[axis]   = high ? grid.n[axis] : 0;
              at[first]  = a + da;
              at[second] = b + db;
              return grid.point(at[0], at[1], at[2]);
            };
            std::array<Index, 4> square = {{corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)}};
            if (!high)
              std::swap(square[1], square[3]);
            if (mesh.shape == CellShape::hexahedron)
              mesh.add_face(square, tag);
            else
              {
                mesh.add_face(std::array{square[0], square[1], square[2]}, tag);
                mesh.add_face(std::array{square[0], square[2], square[3]}, tag);
              }
          }
    }
  } // namespace


  std::array<std::size_t, 3>
  subdivisions(const Box &box)
  {
    std::array<std::size_t, 3> n;
    for (unsigned d = 0; d < 3; ++d)
      n[d] = std::max<std::size_t>(1, std::llround(box.extent[d] / box.size));
    return n;
  }

  TaggedMesh
  make_box(const Box &box)
  {
    if (!(box.size > 0) || !(*std::min_element(box.extent.begin(), box.extent.end()) > 0))
      throw InputError("A box needs positive lengths and a positive size of its cells.");
    const double wanted = box.extent[0] / box.size * (box.extent[1] / box.size) * (box.extent[2] / box.size);
    if (!(wanted < 3e8))
      {
        std::ostringstream message;
        message << "The box would have " << wanted << " cubes of edge " << box.size * 1e3
                << " mm; at most 3e8 can be numbered. Is the unit of the size right?";
        throw InputError(message.str());
      }

    TaggedMesh mesh;
    mesh.shape         = box.shape;
    mesh.region_names  = {{1, "myocardium"}};
    mesh.surface_names = {{1, "x_min"}, {2, "x_max"}, {3, "y_min"}, {4, "y_max"}, {5, "z_min"}, {6, "z_max"}};

    const Grid grid{subdivisions(box)};
    for (std::size_t k = 0; k <= grid.n[2]; ++k)
      for (std::size_t j = 0; j <= grid.n[1]; ++j)
        for (std::size_t i = 0; i <= grid.n[0]; ++i)
          // The last point is exactly at the extent: n * x / n is x.
          mesh.points.push_back({{static_cast<double>(i) * box.extent[0] / static_cast<double>(grid.n[0]),
                                  static_cast<double>(j) * box.extent[1] / static_cast<double>(grid.n[1]),
                                  static_cast<double>(k) * box.extent[2] / static_cast<double>(grid.n[2])}});
    add_cells(mesh, grid);
    for (const unsigned axis : {0u, 1u, 2u})
      for (const bool high : {false, true})
        add_side(mesh, grid, axis, high);
    return mesh;
  }
} // namespace vht::meshing
