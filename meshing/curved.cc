#include "meshing/curved.h"

#include "meshing/geometry.h"
#include "meshing/quality.h"
#include "meshing/smooth_edges.h"
#include "meshing/topology.h"
#include "physics/error.h"

#include <algorithm>
#include <utility>

namespace vht::meshing
{
  namespace
  {
    using Edges = std::vector<std::array<Index, 2>>;

    /** Numbers of the points of a subdivided mesh: corners, edges, and where it has them faces and cells. */
    struct Numbering
    {
      const TaggedMesh &coarse;
      Edges             edges;
      FaceTable         table;
      bool              inner;

      Numbering(const TaggedMesh &coarse, const TaggedMesh &fine)
        : coarse(coarse)
        , edges(unique_edges(coarse))
        , table(coarse)
      {
        const std::size_t n_outer = coarse.points.size() + edges.size();
        inner                     = fine.points.size() == n_outer + table.entries().size() + coarse.n_cells();
        if (!inner && fine.points.size() != n_outer)
          throw MeshError("The mesh is no subdivision of the other one: it has " + std::to_string(fine.points.size()) +
                          " points.");
      }

      std::size_t
      edge(Index a, Index b) const
      {
        const std::array<Index, 2> key = {{std::min(a, b), std::max(a, b)}};
        return static_cast<std::size_t>(std::lower_bound(edges.begin(), edges.end(), key) - edges.begin());
      }

      std::size_t
      face_point(std::size_t face) const
      {
        return coarse.points.size() + edges.size() + face;
      }
    };

    /** Faces and cells follow their edges as in quadratic elements; those of the list have their own place. */
    void
    shift_inner(const Numbering &numbering, const std::vector<char> &own, std::vector<Point> &shifts)
    {
      const TaggedMesh &coarse = numbering.coarse;
      const std::size_t n_old = coarse.points.size(), n = n_face_corners(coarse.shape);
      const double      face_share = n == 3 ? 4. / 9 : 1. / 2;
      const auto       &faces      = numbering.table.entries();
      for (std::size_t f = 0; f < faces.size(); ++f)
        {
          if (own[f])
            continue;
          Point sum{};
          for (std::size_t k = 0; k < n; ++k)
            sum = sum + shifts[n_old + numbering.edge(faces[f].corners[k], faces[f].corners[(k + 1) % n])];
          shifts[numbering.face_point(f)] = face_share * sum;
        }
      for (std::size_t i = 0; i < coarse.n_cells(); ++i)
        {
          Point sum{};
          for (const auto &[a, b] : cell_edges(coarse.shape))
            sum = sum + shifts[n_old + numbering.edge(coarse.cell(i)[a], coarse.cell(i)[b])];
          shifts[numbering.face_point(faces.size() + i)] = 0.25 * sum;
        }
    }
  } // namespace


  Curved
  move_points(TaggedMesh &mesh, const std::vector<Point> &shifts)
  {
    constexpr double    least = 0.1;
    Curved              result;
    std::vector<double> share(mesh.points.size(), 0);
    double              diagonal = 0;
    {
      const BoundingBox box = bounding_box(mesh);
      diagonal              = norm(box.high - box.low);
    }
    for (std::size_t i = 0; i < share.size(); ++i)
      if (norm(shifts[i]) > 1e-12 * diagonal)
        share[i] = 1;

    std::vector<std::size_t> cells;
    std::vector<double>      before;
    for (std::size_t i = 0; i < mesh.n_cells(); ++i)
      if (std::any_of(mesh.cell(i).begin(), mesh.cell(i).end(), [&](Index point) { return share[point] > 0; }))
        {
          cells.push_back(i);
          before.push_back(shape_quality(mesh, i));
        }
    const std::vector<Point> flat = mesh.points;
    for (unsigned round = 0;; ++round) // ends: from the ninth on, each takes points out for good
      {
        for (std::size_t i = 0; i < share.size(); ++i)
          mesh.points[i] = flat[i] + share[i] * shifts[i];
        std::vector<char> bad(share.size(), 0);
        bool              any = false;
        for (std::size_t k = 0; k < cells.size(); ++k)
          if (shape_quality(mesh, cells[k]) < least * before[k])
            for (const Index point : mesh.cell(cells[k]))
              any |= bad[point] = share[point] > 0;
        if (!any)
          break;
        for (std::size_t i = 0; i < share.size(); ++i)
          if (bad[i])
            share[i] = round < 8 ? share[i] / 2 : 0;
      }
    for (std::size_t i = 0; i < share.size(); ++i)
      if (norm(shifts[i]) > 1e-12 * diagonal)
        {
          ++result.moved;
          result.held_back += share[i] < 1;
          result.largest = std::max(result.largest, share[i] * norm(shifts[i]));
        }
    return result;
  }

  Curved
  curve_smoothly(const TaggedMesh &coarse, TaggedMesh &fine, double sharp_angle)
  {
    const Numbering    numbering(coarse, fine);
    std::vector<Point> shifts(fine.points.size(), Point{});
    const auto         of_edges = smooth_edge_shifts(coarse, numbering.table, numbering.edges, sharp_angle);
    std::copy(of_edges.begin(), of_edges.end(), shifts.begin() + static_cast<std::ptrdiff_t>(coarse.points.size()));
    if (numbering.inner)
      shift_inner(numbering, std::vector<char>(numbering.table.entries().size(), 0), shifts);
    return move_points(fine, shifts);
  }

  Curved
  curve_onto(const TaggedMesh &coarse, TaggedMesh &fine, const Nearest &nearest)
  {
    constexpr double   reach = 0.2; // the middle of a flat end's triangle is 0.29 of its edge from the rim
    const Numbering    numbering(coarse, fine);
    const auto        &faces = numbering.table.entries();
    const std::size_t  n     = n_face_corners(coarse.shape);
    std::vector<Point> shifts(fine.points.size(), Point{});
    std::vector<char>  own(faces.size(), 0), done(fine.points.size(), 0);
    const auto         pull = [&](std::size_t point, double length) {
      if (std::exchange(done[point], 1))
        return false;
      const Point to = nearest(fine.points[point]) - fine.points[point];
      if (norm(to) > reach * length)
        return false;
      shifts[point] = to;
      return true;
    };
    for (std::size_t f = 0; f < faces.size(); ++f)
      {
        if (faces[f].second != FaceTable::none)
          continue;
        double longest = 0;
        for (std::size_t k = 0; k < n; ++k)
          {
            const Index  a = faces[f].corners[k], b = faces[f].corners[(k + 1) % n];
            const double length = norm(coarse.points[b] - coarse.points[a]);
            longest             = std::max(longest, length);
            pull(coarse.points.size() + numbering.edge(a, b), length);
          }
        if (numbering.inner)
          own[f] = pull(numbering.face_point(f), longest);
      }
    if (numbering.inner)
      shift_inner(numbering, own, shifts);
    return move_points(fine, shifts);
  }

  namespace
  {
    /** The surface that a face of the boundary belongs to. */
    const ExactSurface &
    surface_of_face(const TaggedMesh &mesh, std::span<const Index> corners, const std::vector<ExactSurface> &surfaces)
    {
      constexpr double tolerance = 1e-3; // of the longest diagonal: OpenCASCADE's curves are not exact
      const Point      one       = mesh.points[corners[1]] - mesh.points[corners[0]],
                  other          = mesh.points[corners[2]] - mesh.points[corners[0]];
      const Point  normal        = unit(cross(one, other));
      const double size          = std::max(norm(one), norm(other));

      const ExactSurface *best     = nullptr;
      double              parallel = -1;
      for (const ExactSurface &surface : surfaces)
        if (std::all_of(corners.begin(), corners.end(), [&](Index corner) {
              return std::abs(surface.distance(mesh.points[corner])) < tolerance * size;
            }))
          if (const double here = std::abs(dot(unit(surface.slope(centre(mesh, corners))), normal)); here > parallel)
            {
              best     = &surface;
              parallel = here;
            }
      if (best == nullptr)
        throw MeshError("The face of the boundary around " + in_millimetres(centre(mesh, corners)) +
                        " lies on none of the shape's surfaces, so that nothing tells how it is curved.");
      return *best;
    }
  } // namespace

  Curved
  curve_exactly(const TaggedMesh &coarse, TaggedMesh &fine, const std::vector<ExactSurface> &surfaces)
  {
    if (surfaces.empty())
      return {};
    const Numbering                                numbering(coarse, fine);
    const auto                                    &faces = numbering.table.entries();
    const std::size_t                              n = n_face_corners(coarse.shape), n_old = coarse.points.size();
    std::vector<Point>                             shifts(fine.points.size(), Point{});
    std::vector<char>                              own(faces.size(), 0);
    std::vector<std::vector<const ExactSurface *>> of_edge(numbering.edges.size());
    const auto pull = [&](std::size_t point, const std::vector<const ExactSurface *> &onto) {
      shifts[point] = nearest_on(onto, fine.points[point]) - fine.points[point];
    };
    for (std::size_t f = 0; f < faces.size(); ++f)
      {
        if (faces[f].second != FaceTable::none)
          continue;
        const ExactSurface &surface = surface_of_face(coarse, std::span(faces[f].corners).first(n), surfaces);
        for (std::size_t k = 0; k < n; ++k)
          {
            auto &list = of_edge[numbering.edge(faces[f].corners[k], faces[f].corners[(k + 1) % n])];
            if (std::find(list.begin(), list.end(), &surface) == list.end())
              list.push_back(&surface);
          }
        own[f] = numbering.inner;
        if (numbering.inner)
          pull(numbering.face_point(f), {&surface});
      }
    for (std::size_t e = 0; e < of_edge.size(); ++e)
      if (!of_edge[e].empty())
        pull(n_old + e, of_edge[e]);
    if (numbering.inner)
      shift_inner(numbering, own, shifts);
    return move_points(fine, shifts);
  }
} // namespace vht::meshing
