#include "meshing/local_refinement.h"

#include "meshing/geometry.h"
#include "meshing/topology.h"
#include "physics/error.h"

#include <algorithm>
#include <limits>
#include <queue>
#include <tuple>

namespace vht::meshing
{
  namespace
  {
    /** Its length, then its ends, the smaller first: no two are alike, so that every run does the same. */
    using Edge = std::tuple<double, Index, Index>;

    /** Cells or faces that can be split at an edge: their corners, and who has which point. */
    template <std::size_t n>
    class Simplices
    {
    public:
      Simplices(const std::vector<Index> &corners, std::size_t n_points)
        : around_(n_points)
      {
        for (std::size_t i = 0; i < corners.size(); i += n)
          {
            std::array<Index, n> own;
            std::copy_n(corners.begin() + static_cast<std::ptrdiff_t>(i), n, own.begin());
            for (const Index point : own)
              around_[point].push_back(static_cast<Index>(corners_.size()));
            corners_.push_back(own);
            origin_.push_back(static_cast<Index>(origin_.size()));
          }
      }

      std::vector<Index>
      with(Index a, Index b) const
      {
        std::vector<Index> both;
        for (const Index i : around_[a])
          if (std::find(corners_[i].begin(), corners_[i].end(), b) != corners_[i].end())
            both.push_back(i);
        return both;
      }

      /** Each becomes two, which have the new point in place of one end. */
      void
      split(const std::vector<Index> &list, Index a, Index b, Index middle)
      {
        around_.resize(middle + std::size_t(1));
        for (const Index i : list)
          {
            const auto           other = static_cast<Index>(corners_.size());
            std::array<Index, n> half  = corners_[i];
            std::replace(half.begin(), half.end(), a, middle);
            std::replace(corners_[i].begin(), corners_[i].end(), b, middle);
            std::erase(around_[b], i);
            around_[middle].push_back(i);
            for (const Index point : half)
              around_[point].push_back(other);
            corners_.push_back(half);
            origin_.push_back(origin_[i]);
          }
      }

      const std::array<Index, n> &
      operator[](Index i) const
      {
        return corners_[i];
      }

      std::size_t
      size() const
      {
        return corners_.size();
      }

      /** The one of the old mesh that it is a part of. */
      Index
      origin(Index i) const
      {
        return origin_[i];
      }

    private:
      std::vector<std::array<Index, n>> corners_;
      std::vector<Index>                origin_;
      std::vector<std::vector<Index>>   around_; ///< of each point
    };

    class Bisection
    {
    public:
      Bisection(const TaggedMesh &mesh, const SizeAt &size_at)
        : mesh_(mesh)
        , size_at_(size_at)
        , points_(mesh.points)
        , cells_(mesh.cells, mesh.points.size())
        , faces_(mesh.faces, mesh.points.size())
        , ends_(mesh.points.size())
      {
        for (const auto &[a, b] : unique_edges(mesh))
          ask_for(a, b);
      }

      void
      run()
      {
        while (!too_long_.empty())
          {
            const Edge wanted         = too_long_.top();
            const auto [length, a, b] = wanted;
            if (cells_.with(a, b).empty())
              too_long_.pop(); // split since
            else
              split(longest_on_path(wanted));
          }
      }

      TaggedMesh
      result() const
      {
        TaggedMesh fine;
        fine.points        = points_;
        fine.region_names  = mesh_.region_names;
        fine.surface_names = mesh_.surface_names;
        for (Index i = 0; i < cells_.size(); ++i)
          {
            fine.cells.insert(fine.cells.end(), cells_[i].begin(), cells_[i].end());
            fine.regions.push_back(mesh_.regions[cells_.origin(i)]);
          }
        for (Index i = 0; i < faces_.size(); ++i)
          fine.add_face(faces_[i], mesh_.surfaces[faces_.origin(i)]);
        for (const Field &field : mesh_.cell_data)
          {
            fine.cell_data.push_back({field.name, field.components, {}});
            for (Index i = 0; i < cells_.size(); ++i)
              {
                const auto first = field.values.begin() + std::ptrdiff_t(cells_.origin(i)) * field.components;
                fine.cell_data.back().values.insert(fine.cell_data.back().values.end(), first,
                                                    first + field.components);
              }
          }
        for (Field field : mesh_.point_data)
          {
            for (std::size_t i = mesh_.points.size(); i < points_.size(); ++i)
              for (unsigned c = 0; c < field.components; ++c)
                field.values.push_back(0.5 * (field.values[ends_[i][0] * field.components + c] +
                                              field.values[ends_[i][1] * field.components + c]));
            fine.point_data.push_back(std::move(field));
          }
        return fine;
      }

    private:
      Edge
      edge(Index a, Index b) const
      {
        return {norm(points_[a] - points_[b]), std::min(a, b), std::max(a, b)};
      }

      /** Queue an edge that is longer than any cell around it wants. */
      void
      ask_for(Index a, Index b)
      {
        const Edge  candidate = edge(a, b);
        const Point middle    = 0.5 * (points_[a] + points_[b]);
        double      size      = std::numeric_limits<double>::max();
        for (const Index cell : cells_.with(a, b))
          size = std::min(size, size_at_(mesh_.regions[cells_.origin(cell)], middle));
        if (std::get<0>(candidate) > 4. / 3. * size)
          too_long_.push(candidate);
      }

      /** The longest edge of the cells around this one, of the cells around that one, and so on. */
      Edge
      longest_on_path(Edge longest) const
      {
        for (;;)
          {
            const Edge start = longest;
            for (const Index i : cells_.with(std::get<1>(start), std::get<2>(start)))
              for (const auto &[k, l] : cell_edges(CellShape::tetrahedron))
                longest = std::max(longest, edge(cells_[i][k], cells_[i][l]));
            if (longest == start)
              return longest;
          }
      }

      void
      split(const Edge &longest)
      {
        const auto [length, a, b] = longest;
        const auto middle         = static_cast<Index>(points_.size());
        const auto around         = cells_.with(a, b);
        points_.push_back(0.5 * (points_[a] + points_[b]));
        ends_.push_back({a, b});
        std::vector<Index> others = {a, b};
        for (const Index i : around)
          for (const Index point : cells_[i])
            others.push_back(point);
        std::sort(others.begin(), others.end());
        others.erase(std::unique(others.begin(), others.end()), others.end());
        faces_.split(faces_.with(a, b), a, b, middle);
        cells_.split(around, a, b, middle);
        for (const Index other : others)
          ask_for(other, middle);
      }

      const TaggedMesh                 &mesh_;
      const SizeAt                     &size_at_;
      std::vector<Point>                points_;
      Simplices<4>                      cells_;
      Simplices<3>                      faces_;
      std::vector<std::array<Index, 2>> ends_; ///< of the edge that a new point is in the middle of
      std::priority_queue<Edge>         too_long_;
    };
  } // namespace


  TaggedMesh
  refine_locally(const TaggedMesh &mesh, const SizeAt &size_at)
  {
    if (mesh.shape != CellShape::tetrahedron)
      throw MeshError("Only tetrahedra can be refined in places; the mesh has hexahedra.");
    Bisection bisection(mesh, size_at);
    bisection.run();
    return bisection.result();
  }
} // namespace vht::meshing
