#include "meshing/quadratic.h"

#include "meshing/geometry.h"
#include "meshing/midpoints.h"
#include "physics/error.h"

#include <algorithm>
#include <limits>

namespace vht::meshing
{
  namespace
  {
    using Corners = std::vector<std::uint8_t>;

    /** The corners that each node of a cell stands between, in Gmsh's order of the nodes. */
    const std::vector<Corners> &
    corners_of_cell_nodes(CellShape shape)
    {
      static const std::vector<Corners> tetrahedron = {{0},    {1},    {2},    {3},    {0, 1},
                                                       {1, 2}, {2, 0}, {3, 0}, {2, 3}, {1, 3}};
      static const std::vector<Corners> hexahedron  = {{0},          {1},          {2},
                                                       {3},          {4},          {5},
                                                       {6},          {7},          {0, 1},
                                                       {0, 3},       {0, 4},       {1, 2},
                                                       {1, 5},       {2, 3},       {2, 6},
                                                       {3, 7},       {4, 5},       {4, 7},
                                                       {5, 6},       {6, 7},       {0, 1, 2, 3},
                                                       {0, 1, 4, 5}, {0, 3, 4, 7}, {1, 2, 5, 6},
                                                       {2, 3, 6, 7}, {4, 5, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7}};
      return shape == CellShape::tetrahedron ? tetrahedron : hexahedron;
    }

    const std::vector<Corners> &
    corners_of_face_nodes(CellShape shape)
    {
      static const std::vector<Corners> triangle      = {{0}, {1}, {2}, {0, 1}, {1, 2}, {2, 0}};
      static const std::vector<Corners> quadrilateral = {{0},    {1},    {2},    {3},         {0, 1},
                                                         {1, 2}, {2, 3}, {3, 0}, {0, 1, 2, 3}};
      return shape == CellShape::tetrahedron ? triangle : quadrilateral;
    }

    /** Reference coordinates of the corners; a face has the first ones, with the third coordinate 0. */
    const std::vector<Point> &
    reference_corners(CellShape shape)
    {
      static const std::vector<Point> tetrahedron = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
      static const std::vector<Point> hexahedron  = {{0, 0, 0}, {1, 0, 0}, {1, 1, 0}, {0, 1, 0},
                                                     {0, 0, 1}, {1, 0, 1}, {1, 1, 1}, {0, 1, 1}};
      return shape == CellShape::tetrahedron ? tetrahedron : hexahedron;
    }

    Point
    reference_place(CellShape shape, const Corners &corners)
    {
      Point sum{};
      for (const auto corner : corners)
        sum = sum + 1. / static_cast<double>(corners.size()) * reference_corners(shape)[corner];
      return sum;
    }

    /** Gradient of the quadratic shape function on a tetrahedron or triangle: of a corner or an edge. */
    Point
    slope_on_simplex(const Corners &node, const Point &at)
    {
      const auto part  = [&](std::uint8_t c) { return c == 0 ? 1 - at[0] - at[1] - at[2] : at[c - 1]; };
      const auto slope = [](std::uint8_t c) {
        return c == 0 ? Point{-1, -1, -1} : Point{c == 1 ? 1. : 0., c == 2 ? 1. : 0., c == 3 ? 1. : 0.};
      };
      if (node.size() == 1)
        return (4 * part(node[0]) - 1) * slope(node[0]);
      return 4 * part(node[0]) * slope(node[1]) + 4 * part(node[1]) * slope(node[0]);
    }

    /** The same on a cube or square: products of parabolas that are 1 at the node. */
    Point
    slope_on_cube(const Corners &node, const Point &at)
    {
      const Point place = reference_place(CellShape::hexahedron, node);
      Point       value, slope, result;
      for (unsigned d = 0; d < 3; ++d)
        {
          const double x = at[d];
          value[d]       = place[d] == 0.5 ? 4 * x * (1 - x) : place[d] == 0 ? (1 - x) * (1 - 2 * x) : x * (2 * x - 1);
          slope[d]       = place[d] == 0.5 ? 4 - 8 * x : place[d] == 0 ? 4 * x - 3 : 4 * x - 1;
        }
      for (unsigned d = 0; d < 3; ++d)
        result[d] = slope[d] * value[(d + 1) % 3] * value[(d + 2) % 3];
      return result;
    }

    /** Gradients of all shape functions of a cell or a face at a place. */
    std::vector<Point>
    slopes_at(CellShape shape, const std::vector<Corners> &nodes, const Point &at)
    {
      std::vector<Point> slopes;
      for (const Corners &node : nodes)
        slopes.push_back(shape == CellShape::tetrahedron ? slope_on_simplex(node, at) : slope_on_cube(node, at));
      return slopes;
    }

    /** A point of a rule on the reference cell or face. */
    struct RulePoint
    {
      double             weight;
      std::vector<Point> slopes;
    };

    /** Three Gauss points along each direction; on simplices those of the cube, collapsed. Exact to degree 3 there. */
    std::vector<RulePoint>
    make_rule(CellShape shape, unsigned dimension, const std::vector<Corners> &nodes)
    {
      const std::array<double, 3> places  = {0.5 - std::sqrt(0.15), 0.5, 0.5 + std::sqrt(0.15)},
                                  weights = {5. / 18, 8. / 18, 5. / 18};
      std::vector<RulePoint> rule;
      for (unsigned i = 0; i < 3; ++i)
        for (unsigned j = 0; j < 3; ++j)
          for (unsigned k = 0; k < (dimension == 3 ? 3 : 1); ++k)
            {
              Point  at     = {places[i], places[j], dimension == 3 ? places[k] : 0};
              double weight = weights[i] * weights[j] * (dimension == 3 ? weights[k] : 1);
              if (shape == CellShape::tetrahedron)
                {
                  const double rest = 1 - at[0], left = rest * (1 - at[1]);
                  weight *= dimension == 3 ? rest * left : rest;
                  at = {at[0], rest * at[1], left * at[2]};
                }
              rule.push_back({weight, slopes_at(shape, nodes, at)});
            }
      return rule;
    }

    const std::vector<RulePoint> &
    cell_rule(CellShape shape)
    {
      static const std::array<std::vector<RulePoint>, 2> rules = {
        make_rule(CellShape::tetrahedron, 3, corners_of_cell_nodes(CellShape::tetrahedron)),
        make_rule(CellShape::hexahedron, 3, corners_of_cell_nodes(CellShape::hexahedron))};
      return rules[shape == CellShape::hexahedron];
    }

    const std::vector<RulePoint> &
    face_rule(CellShape shape)
    {
      static const std::array<std::vector<RulePoint>, 2> rules = {
        make_rule(CellShape::tetrahedron, 2, corners_of_face_nodes(CellShape::tetrahedron)),
        make_rule(CellShape::hexahedron, 2, corners_of_face_nodes(CellShape::hexahedron))};
      return rules[shape == CellShape::hexahedron];
    }

    /** Columns of the map's gradient. */
    std::array<Point, 3>
    gradient(const std::vector<Point> &points, std::span<const Index> nodes, std::span<const Point> slopes)
    {
      std::array<Point, 3> columns{};
      for (std::size_t n = 0; n < nodes.size(); ++n)
        for (unsigned d = 0; d < 3; ++d)
          columns[d] = columns[d] + slopes[n][d] * points[nodes[n]];
      return columns;
    }

    /** Nodes of a cell or a face from its corners. */
    void
    add_nodes(std::vector<Index>         &list,
              const Midpoints            &numbers,
              std::span<const Index>      corners,
              const std::vector<Corners> &nodes,
              std::size_t                 cell)
    {
      for (const Corners &node : nodes)
        {
          std::vector<Index> around;
          for (const auto corner : node)
            around.push_back(corners[corner]);
          list.push_back(around.size() == 1   ? around[0]
                         : around.size() == 2 ? numbers.of_edge(around[0], around[1])
                         : around.size() == 4 ? numbers.of_face(around)
                                              : numbers.of_cell(cell));
        }
    }
  } // namespace


  QuadraticCells::QuadraticCells(const TaggedMesh &mesh)
  {
    const Midpoints numbers(mesh, nodes_, mesh.shape == CellShape::hexahedron);
    nodes_.shape = mesh.shape;
    std::copy(mesh.middles.begin(), mesh.middles.end(),
              nodes_.points.begin() + static_cast<std::ptrdiff_t>(mesh.points.size()));
    for (std::size_t i = 0; i < mesh.n_cells(); ++i)
      add_nodes(cells_, numbers, mesh.cell(i), corners_of_cell_nodes(mesh.shape), i);
    for (std::size_t i = 0; i < mesh.n_faces(); ++i)
      add_nodes(faces_, numbers, mesh.face(i), corners_of_face_nodes(mesh.shape), 0);
  }

  double
  QuadraticCells::determinant_at(std::size_t cell, std::span<const Point> slopes) const
  {
    const auto columns =
      gradient(points(), std::span(cells_).subspan(cell * nodes_per_cell(), nodes_per_cell()), slopes);
    return determinant(columns[0], columns[1], columns[2]);
  }

  double
  QuadraticCells::volume(std::size_t cell) const
  {
    double sum = 0;
    for (const RulePoint &point : cell_rule(nodes_.shape))
      sum += point.weight * determinant_at(cell, point.slopes);
    return sum;
  }

  double
  QuadraticCells::area(std::size_t face) const
  {
    const auto nodes = std::span(faces_).subspan(face * nodes_per_face(), nodes_per_face());
    double     sum   = 0;
    for (const RulePoint &point : face_rule(nodes_.shape))
      {
        const auto columns = gradient(points(), nodes, point.slopes);
        sum += point.weight * norm(cross(columns[0], columns[1]));
      }
    return sum;
  }

  double
  QuadraticCells::jacobian_ratio(std::size_t cell) const
  {
    static const auto in_nodes = [] {
      std::array<std::vector<std::vector<Point>>, 2> result;
      for (const CellShape shape : {CellShape::tetrahedron, CellShape::hexahedron})
        for (const Corners &node : corners_of_cell_nodes(shape))
          result[shape == CellShape::hexahedron].push_back(
            slopes_at(shape, corners_of_cell_nodes(shape), reference_place(shape, node)));
      return result;
    }();
    double     smallest = std::numeric_limits<double>::max(), largest = 0;
    const auto look = [&](const std::vector<Point> &slopes) {
      const double here = determinant_at(cell, slopes);
      smallest          = std::min(smallest, here);
      largest           = std::max(largest, here);
    };
    for (const RulePoint &point : cell_rule(nodes_.shape))
      look(point.slopes);
    for (const auto &slopes : in_nodes[nodes_.shape == CellShape::hexahedron])
      look(slopes);
    return largest > 0 ? smallest / largest : -1;
  }

  void
  set_middles(TaggedMesh &mesh, const std::vector<Point> &places)
  {
    TaggedMesh        nodes;
    const Midpoints   numbers(mesh, nodes, mesh.shape == CellShape::hexahedron);
    const std::size_t n = mesh.points.size();
    mesh.middles.assign(nodes.points.begin() + static_cast<std::ptrdiff_t>(n), nodes.points.end());
    const QuadraticCells cells(mesh);
    for (std::size_t k = 0; k < places.size(); ++k)
      if (const Index node = cells.cells()[k]; node >= n)
        mesh.middles[node - n] = places[k];
  }

  void
  refuse_quadratic(const TaggedMesh &mesh, const std::string &who)
  {
    if (mesh.order() > 1)
      throw MeshError("The cells of the mesh are curved (order 2), which " + who +
                      " cannot keep. Start from the straight mesh; make cells curved in the last step, with Mesh/Order "
                      "= 2 of a case.");
  }
} // namespace vht::meshing
