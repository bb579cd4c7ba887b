#include "meshing/quality.h"

#include "meshing/geometry.h"
#include "meshing/topology.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace vht::meshing
{
  namespace
  {
    constexpr double degrees = 180 / std::numbers::pi;

    /** Corner of a hexahedron, then its neighbours such that the edges to them are right-handed. */
    constexpr std::array<std::array<std::size_t, 4>, 8> hexahedron_corners = {{{{0, 1, 3, 4}},
                                                                               {{1, 2, 0, 5}},
                                                                               {{2, 3, 1, 6}},
                                                                               {{3, 0, 2, 7}},
                                                                               {{4, 7, 5, 0}},
                                                                               {{5, 4, 6, 1}},
                                                                               {{6, 5, 7, 2}},
                                                                               {{7, 6, 4, 3}}}};

    /** Angle inside a wedge whose faces have these outward normals [degree]. */
    double
    angle_between(const Point &outward, const Point &other)
    {
      const double length = norm(outward) * norm(other);
      return length > 0 ? degrees * std::acos(std::clamp(-dot(outward, other) / length, -1., 1.)) : 0;
    }

    double
    radius_ratio(const TaggedMesh &mesh, std::span<const Index> c)
    {
      const Point &origin = mesh.points[c[0]];
      const Point  u = mesh.points[c[1]] - origin, v = mesh.points[c[2]] - origin, w = mesh.points[c[3]] - origin;
      const Point  vw = cross(v, w), wu = cross(w, u), uv = cross(u, v);
      const double six_volumes = dot(u, vw);
      const double areas       = (norm(vw) + norm(wu) + norm(uv) + norm(cross(v - u, w - u))) / 2;
      const Point  numerator   = dot(u, u) * vw + dot(v, v) * wu + dot(w, w) * uv;
      const double divisor     = areas * norm(numerator);
      // r_in = 3 V / A and R_out = |numerator| / 12 V; the sign of the volume is kept once.
      return divisor > 0 ? 3 * six_volumes * std::abs(six_volumes) / divisor : 0;
    }

    double
    scaled_jacobian(const TaggedMesh &mesh, std::span<const Index> c)
    {
      double smallest = 1;
      for (const auto &corner : hexahedron_corners)
        {
          const Point &origin = mesh.points[c[corner[0]]];
          const Point  a = mesh.points[c[corner[1]]] - origin, b = mesh.points[c[corner[2]]] - origin,
                      d        = mesh.points[c[corner[3]]] - origin;
          const double lengths = norm(a) * norm(b) * norm(d);
          smallest             = std::min(smallest, lengths > 0 ? determinant(a, b, d) / lengths : 0.);
        }
      return smallest;
    }

    Distribution
    distribution(std::vector<double> values, double upper)
    {
      Distribution d;
      d.upper = upper;
      if (values.empty())
        return d;
      d.worst   = std::min_element(values.begin(), values.end()) - values.begin();
      d.minimum = values[d.worst];
      for (const double value : values)
        {
          const double bin = std::clamp(value / upper, 0., 1.) * Distribution::n_bins;
          ++d.histogram[std::min<std::size_t>(static_cast<std::size_t>(bin), Distribution::n_bins - 1)];
        }
      const auto at = [&values](double fraction) {
        const auto place =
          values.begin() + static_cast<std::ptrdiff_t>(fraction * static_cast<double>(values.size() - 1));
        std::nth_element(values.begin(), place, values.end());
        return *place;
      };
      d.percentile = at(0.01);
      d.median     = at(0.5);
      return d;
    }
  } // namespace


  double
  smallest_dihedral_angle(const TaggedMesh &mesh, std::size_t cell)
  {
    const auto c        = mesh.cell(cell);
    double     smallest = 180;
    if (mesh.shape == CellShape::tetrahedron)
      {
        std::array<Point, 4> normals;
        for (std::size_t f = 0; f < 4; ++f)
          {
            const auto &face = cell_faces(mesh.shape)[f];
            normals[f]       = cross(mesh.points[c[face[1]]] - mesh.points[c[face[0]]],
                                     mesh.points[c[face[2]]] - mesh.points[c[face[0]]]);
          }
        for (std::size_t f = 0; f < 4; ++f)
          for (std::size_t g = f + 1; g < 4; ++g)
            smallest = std::min(smallest, angle_between(normals[f], normals[g]));
        return smallest;
      }
    for (const auto &corner : hexahedron_corners)
      {
        const Point &origin = mesh.points[c[corner[0]]];
        const Point  a = mesh.points[c[corner[1]]] - origin, b = mesh.points[c[corner[2]]] - origin,
                    d  = mesh.points[c[corner[3]]] - origin;
        const Point ab = cross(a, b), bd = cross(b, d), da = cross(d, a);
        smallest = std::min({smallest, angle_between(ab, bd), angle_between(bd, da), angle_between(da, ab)});
      }
    return smallest;
  }

  double
  shape_quality(const TaggedMesh &mesh, std::size_t cell)
  {
    return mesh.shape == CellShape::tetrahedron ? radius_ratio(mesh, mesh.cell(cell))
                                                : scaled_jacobian(mesh, mesh.cell(cell));
  }

  EdgeLengths
  edge_lengths(const TaggedMesh &mesh)
  {
    const auto edges = unique_edges(mesh);
    if (edges.empty())
      return {};
    EdgeLengths lengths{0, std::numeric_limits<double>::max(), 0};
    for (const auto &[a, b] : edges)
      {
        const double length = norm(mesh.points[b] - mesh.points[a]);
        lengths.mean += length;
        lengths.minimum = std::min(lengths.minimum, length);
        lengths.maximum = std::max(lengths.maximum, length);
      }
    lengths.mean /= static_cast<double>(edges.size());
    return lengths;
  }

  double
  mean_edge(const TaggedMesh &mesh, std::size_t cell)
  {
    const auto corners = mesh.cell(cell);
    double     sum     = 0;
    for (const auto &[a, b] : cell_edges(mesh.shape))
      sum += norm(mesh.points[corners[a]] - mesh.points[corners[b]]);
    return sum / static_cast<double>(cell_edges(mesh.shape).size());
  }

  Quality
  assess(const TaggedMesh &mesh)
  {
    return assess(mesh, FaceTable(mesh));
  }

  Quality
  assess(const TaggedMesh &mesh, const FaceTable &table)
  {
    std::vector<double> angles(mesh.n_cells()), shapes(mesh.n_cells()), sizes(mesh.n_cells());
    for (std::size_t i = 0; i < mesh.n_cells(); ++i)
      {
        angles[i] = smallest_dihedral_angle(mesh, i);
        shapes[i] = shape_quality(mesh, i);
        sizes[i]  = mean_edge(mesh, i);
      }
    double gradation = 1;
    for (const auto &face : table.entries())
      if (face.second != FaceTable::none)
        {
          const auto [low, high] = std::minmax(sizes[face.first], sizes[face.second]);
          gradation              = std::max(gradation, high / low);
        }
    return {distribution(std::move(angles), 90), distribution(std::move(shapes), 1), edge_lengths(mesh), gradation};
  }
} // namespace vht::meshing
