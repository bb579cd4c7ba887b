#include "meshing/across.h"

#include "meshing/geometry.h"
#include "meshing/quality.h"
#include "meshing/topology.h"

#include <algorithm>
#include <limits>

namespace vht::meshing
{
  namespace
  {
    /** Walks from wall to wall of one region. */
    class Walk
    {
    public:
      Walk(const TaggedMesh &mesh, const FaceTable &table)
        : mesh_(mesh)
        , table_(table)
      {
        const std::size_t corners = n_face_corners(mesh.shape);
        faces_of_cell_.reserve(mesh.n_cells() * cell_faces(mesh.shape).size());
        for (std::size_t i = 0; i < mesh.n_cells(); ++i)
          for (const auto &face : cell_faces(mesh.shape))
            {
              std::array<Index, 4> key{};
              for (std::size_t k = 0; k < corners; ++k)
                key[k] = mesh.cell(i)[face[k]];
              const auto *entry = table.find(std::span(key).first(corners));
              faces_of_cell_.push_back(static_cast<Index>(entry - table.entries().data()));
            }
      }

      /** @returns elements from the face inward to the wall in front; 0 where there is none */
      double
      operator()(Index face, Index cell) const
      {
        const Tag   region = mesh_.regions[cell];
        const Point start  = middle(face);
        const Point inward = -1 / norm(normal(face, cell)) * normal(face, cell);
        double      edges  = 0;
        for (std::size_t n = 1; n <= mesh_.n_cells(); ++n)
          {
            edges += mean_edge(mesh_, cell);
            const Index exit =
              mesh_.shape == CellShape::tetrahedron ? face_ahead(start, inward, face, cell) : face_opposite(face, cell);
            if (exit == FaceTable::none)
              return 0;
            const auto &entry = table_.entries()[exit];
            const Index next  = entry.first == cell ? entry.second : entry.first;
            if (next == FaceTable::none || mesh_.regions[next] != region)
              {
                const Point  out     = normal(exit, cell);
                const double looking = dot(out, inward) / norm(out);
                if (looking < 0.866)
                  return 0;
                const double length = dot(middle(exit) - start, out) / dot(inward, out);
                return mesh_.shape == CellShape::tetrahedron ? length * static_cast<double>(n) / edges
                                                             : static_cast<double>(n);
              }
            face = exit;
            cell = next;
          }
        return 0;
      }

    private:
      Point
      middle(Index face) const
      {
        return centre(mesh_, std::span(table_.entries()[face].corners).first(n_face_corners(mesh_.shape)));
      }

      /** Out of the cell, as long as twice the area of a triangle. */
      Point
      normal(Index face, Index cell) const
      {
        const auto  &entry = table_.entries()[face];
        const Point &a     = mesh_.points[entry.corners[0]];
        const Point  n     = cross(mesh_.points[entry.corners[1]] - a, mesh_.points[entry.corners[2]] - a);
        return (entry.first == cell ? 1. : -1.) * n;
      }

      std::span<const Index>
      faces_of(Index cell) const
      {
        const std::size_t n = cell_faces(mesh_.shape).size();
        return std::span(faces_of_cell_).subspan(cell * n, n);
      }

      /** The face through which a straight line leaves a tetrahedron. */
      Index
      face_ahead(const Point &start, const Point &direction, Index entered, Index cell) const
      {
        double nearest = std::numeric_limits<double>::max();
        Index  exit    = FaceTable::none;
        for (const Index face : faces_of(cell))
          if (face != entered)
            {
              const Point  out   = normal(face, cell);
              const double speed = dot(direction, out);
              if (speed <= 0)
                continue;
              const double distance = dot(mesh_.points[table_.entries()[face].corners[0]] - start, out) / speed;
              if (distance < nearest)
                {
                  nearest = distance;
                  exit    = face;
                }
            }
        return exit;
      }

      /** The face of a hexahedron that shares no corner with another one. */
      Index
      face_opposite(Index face, Index cell) const
      {
        const auto &key = table_.entries()[face].key;
        for (const Index other : faces_of(cell))
          {
            const auto &corners = table_.entries()[other].key;
            if (std::find_first_of(key.begin(), key.end(), corners.begin(), corners.end()) == key.end())
              return other;
          }
        return FaceTable::none;
      }

      const TaggedMesh  &mesh_;
      const FaceTable   &table_;
      std::vector<Index> faces_of_cell_;
    };
  } // namespace


  std::map<Tag, ElementsAcross>
  elements_across(const TaggedMesh &mesh, const FaceTable &table)
  {
    const Walk                                           walk(mesh, table);
    std::map<Tag, std::vector<std::pair<double, Index>>> found;
    for (Index f = 0; f < table.entries().size(); ++f)
      {
        const auto &face   = table.entries()[f];
        const bool  border = face.second == FaceTable::none || mesh.regions[face.first] != mesh.regions[face.second];
        if (border)
          for (const Index cell : {face.first, face.second})
            if (cell != FaceTable::none)
              if (const double elements = walk(f, cell); elements > 0)
                found[mesh.regions[cell]].emplace_back(elements, cell);
      }
    std::map<Tag, ElementsAcross> result;
    for (auto &[region, ways] : found)
      {
        std::sort(ways.begin(), ways.end());
        result[region] = {ways[ways.size() / 20].first, ways[ways.size() / 2].first, ways[0].second};
      }
    return result;
  }
} // namespace vht::meshing
