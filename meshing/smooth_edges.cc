#include "meshing/smooth_edges.h"

#include "meshing/geometry.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

namespace vht::meshing
{
  namespace
  {
    constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

    /** Boundary, interfaces and tagged faces with a normal for each of their corners. */
    class Sheets
    {
    public:
      Sheets(const TaggedMesh &mesh, const FaceTable &table, double sharp_angle)
        : mesh_(mesh)
        , n_(n_face_corners(mesh.shape))
        , sharp_cosine_(std::cos(sharp_angle * std::numbers::pi / 180))
      {
        std::set<FaceKey> tagged;
        for (std::size_t i = 0; i < mesh.n_faces(); ++i)
          tagged.insert(face_key(mesh.face(i)));
        for (const auto &face : table.entries())
          if (face.second == FaceTable::none || mesh.regions[face.first] != mesh.regions[face.second] ||
              tagged.contains(face.key))
            faces_.push_back(face.corners);
        for (std::size_t f = 0; f < faces_.size(); ++f)
          for (std::size_t k = 0; k < n_; ++k)
            sides_.push_back({{{std::min(at(f, k), at(f, k + 1)), std::max(at(f, k), at(f, k + 1))}}, f, k});
        std::sort(sides_.begin(), sides_.end(),
                  [](const Side &a, const Side &b) { return std::tie(a.edge, a.face) < std::tie(b.edge, b.face); });
        join_smooth_neighbours();
        average();
      }

      /** From the middle of the edge; zero where it is on no sheet. */
      Point
      shift(const std::array<Index, 2> &edge) const
      {
        const auto  sides = sides_at(edge);
        const Point along = mesh_.points[edge[1]] - mesh_.points[edge[0]];
        return 0.125 * (out_of_plane(sides, edge[1], along) - out_of_plane(sides, edge[0], along));
      }

    private:
      /** One side of a face, between its corners k and k + 1. */
      struct Side
      {
        std::array<Index, 2> edge;
        std::size_t          face, k;
      };

      /** A corner of a face that shares its normal, up to the sign. */
      struct Neighbour
      {
        std::size_t slot;
        bool        turned;
      };

      Index
      at(std::size_t face, std::size_t k) const
      {
        return faces_[face][k % n_];
      }

      std::size_t
      slot(std::size_t face, Index corner) const
      {
        for (std::size_t k = 0; k < n_; ++k)
          if (faces_[face][k] == corner)
            return n_ * face + k;
        return none;
      }

      std::span<const Side>
      sides_at(const std::array<Index, 2> &edge) const
      {
        const auto [first, last] = std::equal_range(sides_.begin(), sides_.end(), Side{edge, 0, 0},
                                                    [](const Side &a, const Side &b) { return a.edge < b.edge; });
        return {first, last};
      }

      /** Within the face, at a right angle away from its side. */
      Point
      inward(const Side &side) const
      {
        const Point origin = mesh_.points[side.edge[0]], along = mesh_.points[side.edge[1]] - origin;
        const Point to_centre = centre(mesh_, std::span(faces_[side.face]).first(n_)) - origin;
        const Point across    = to_centre - dot(to_centre, along) / dot(along, along) * along;
        return unit(across);
      }

      void
      join_smooth_neighbours()
      {
        neighbours_.resize(n_ * faces_.size());
        for (std::size_t begin = 0, end = 0; begin < sides_.size(); begin = end)
          {
            while (end < sides_.size() && sides_[end].edge == sides_[begin].edge)
              ++end;
            for (std::size_t i = begin; i < end; ++i)
              for (std::size_t j = i + 1; j < end; ++j)
                {
                  const Side &a = sides_[i], &b = sides_[j];
                  if (-dot(inward(a), inward(b)) < sharp_cosine_)
                    continue;
                  const bool turned = at(a.face, a.k) == at(b.face, b.k); // both run the same way
                  for (const Index corner : a.edge)
                    {
                      const std::size_t s = slot(a.face, corner), t = slot(b.face, corner);
                      neighbours_[s].push_back({t, turned});
                      neighbours_[t].push_back({s, turned});
                    }
                }
          }
      }

      /** Normal of a face in its corner, with a weight by which the mean around a point of a sphere is exact. */
      Point
      corner_normal(std::size_t slot) const
      {
        const std::size_t face = slot / n_, k = slot % n_;
        const Point       x = mesh_.points[at(face, k)], u = mesh_.points[at(face, k + 1)] - x,
                    v = mesh_.points[at(face, k + n_ - 1)] - x;
        return 1 / (dot(u, u) * dot(v, v)) * cross(u, v);
      }

      void
      average()
      {
        normals_.resize(neighbours_.size());
        std::vector<char> seen(neighbours_.size(), 0);
        for (std::size_t start = 0; start < neighbours_.size(); ++start)
          {
            if (seen[start])
              continue;
            std::vector<std::pair<std::size_t, double>> fan{{start, 1.}};
            seen[start] = 1;
            Point sum{};
            for (std::size_t i = 0; i < fan.size(); ++i)
              {
                const auto [slot, sign] = fan[i];
                sum                     = sum + sign * corner_normal(slot);
                for (const Neighbour &next : neighbours_[slot])
                  if (!seen[next.slot])
                    {
                      seen[next.slot] = 1;
                      fan.emplace_back(next.slot, next.turned ? -sign : sign);
                    }
              }
            const double length = norm(sum);
            for (const auto &[slot, sign] : fan)
              normals_[slot] = length > 0 ? 1 / length * sum : Point{};
          }
      }

      /** The part of a direction that no sheet of the edge has at its end: only along a line where two meet at an
       * angle.
       */
      Point
      out_of_plane(std::span<const Side> sides, Index corner, const Point &along) const
      {
        std::array<Point, 2> basis{};
        std::size_t          n = 0;
        for (const Side &side : sides)
          {
            Point rest = normals_[slot(side.face, corner)];
            for (std::size_t i = 0; i < n; ++i)
              rest = rest - dot(rest, basis[i]) * basis[i];
            if (n < 2 && norm(rest) > 0.3)
              basis[n++] = unit(rest);
          }
        Point part{};
        for (std::size_t i = 0; i < n; ++i)
          part = part + dot(along, basis[i]) * basis[i];
        return part;
      }

      const TaggedMesh                   &mesh_;
      const std::size_t                   n_;
      const double                        sharp_cosine_;
      std::vector<std::array<Index, 4>>   faces_;
      std::vector<Side>                   sides_; ///< sorted by edge
      std::vector<std::vector<Neighbour>> neighbours_;
      std::vector<Point>                  normals_; ///< of the corners of the faces
    };
  } // namespace


  std::vector<Point>
  smooth_edge_shifts(const TaggedMesh                        &mesh,
                     const FaceTable                         &table,
                     const std::vector<std::array<Index, 2>> &edges,
                     double                                   sharp_angle)
  {
    const Sheets       sheets(mesh, table, sharp_angle);
    std::vector<Point> shifts;
    shifts.reserve(edges.size());
    for (const auto &edge : edges)
      shifts.push_back(sheets.shift(edge));
    return shifts;
  }
} // namespace vht::meshing
