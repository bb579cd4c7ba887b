#include "meshing/improve.h"

#include "meshing/geometry.h"
#include "meshing/quality.h"
#include "meshing/topology.h"

#include <algorithm>
#include <set>

namespace vht::meshing
{
  namespace
  {
    class Improver
    {
    public:
      Improver(TaggedMesh &mesh, const Improvement &improvement)
        : mesh_(mesh)
        , improvement_(improvement)
        , before_(mesh.points)
        , on_surface_(mesh.points.size(), false)
        , cells_of_(mesh.points.size())
      {
        std::set<FaceKey> tagged;
        for (std::size_t i = 0; i < mesh.n_faces(); ++i)
          tagged.insert(face_key(mesh.face(i)));
        const FaceTable table(mesh);
        for (const auto &face : table.entries())
          if (face.second == FaceTable::none || mesh.regions[face.first] != mesh.regions[face.second] ||
              tagged.contains(face.key))
            for (const Index corner : std::span(face.corners).first(n_face_corners(mesh.shape)))
              on_surface_[corner] = true;
        for (std::size_t i = 0; i < mesh.n_cells(); ++i)
          for (const Index corner : mesh.cell(i))
            cells_of_[corner].push_back(static_cast<Index>(i));
      }

      /** All corners of bad cells once. @returns whether any point moved */
      bool
      sweep()
      {
        bool moved = false;
        for (std::size_t i = 0; i < mesh_.n_cells(); ++i)
          if (goodness(i) < 1)
            for (const Index corner : mesh_.cell(i))
              moved |= search(corner);
        return moved;
      }

      std::size_t
      n_moved() const
      {
        std::size_t n = 0;
        for (std::size_t i = 0; i < before_.size(); ++i)
          n += mesh_.points[i] != before_[i];
        return n;
      }

    private:
      /** 1 or more for a cell that is good enough; negative where it is turned over. */
      double
      goodness(std::size_t cell) const
      {
        const double shape = shape_quality(mesh_, cell);
        if (shape <= 0)
          return -1;
        const double by_shape = improvement_.shape > 0 ? shape / improvement_.shape : 1;
        return std::min(by_shape, smallest_dihedral_angle(mesh_, cell) / improvement_.angle);
      }

      /** Of the cells around a point. */
      double
      worst(Index point) const
      {
        double smallest = 180;
        for (const Index cell : cells_of_[point])
          smallest = std::min(smallest, goodness(cell));
        return smallest;
      }

      double
      shortest_edge(Index point) const
      {
        double shortest = std::numeric_limits<double>::max();
        for (const Index cell : cells_of_[point])
          for (const Index other : mesh_.cell(cell))
            if (other != point)
              shortest = std::min(shortest, norm(mesh_.points[other] - mesh_.points[point]));
        return shortest;
      }

      bool
      search(Index point)
      {
        if (on_surface_[point] && improvement_.reach == 0)
          return false;
        const double allowed = on_surface_[point] ? improvement_.reach : std::numeric_limits<double>::max();
        double       best    = worst(point);
        bool         moved   = false;
        double       step    = on_surface_[point] ? improvement_.reach / 2 : shortest_edge(point) / 2;
        for (unsigned halvings = 0; halvings < 6 && best < 1; step /= 2, ++halvings)
          for (int x = -1; x <= 1; ++x)
            for (int y = -1; y <= 1; ++y)
              for (int z = -1; z <= 1; ++z)
                {
                  if (const int n = x * x + y * y + z * z; n != 1 && n != 3) // along the axes and the diagonals
                    continue;
                  const Point old   = mesh_.points[point], direction{double(x), double(y), double(z)};
                  const Point place = old + step / norm(direction) * direction;
                  if (norm(place - before_[point]) > allowed)
                    continue;
                  mesh_.points[point] = place;
                  if (const double now = worst(point); now > best)
                    {
                      best  = now;
                      moved = true;
                    }
                  else
                    mesh_.points[point] = old;
                }
        return moved;
      }

      TaggedMesh                     &mesh_;
      const Improvement              &improvement_;
      const std::vector<Point>        before_;
      std::vector<bool>               on_surface_;
      std::vector<std::vector<Index>> cells_of_;
    };
  } // namespace


  Improved
  improve_angles(TaggedMesh &mesh, const Improvement &improvement)
  {
    Improved result;
    result.before = assess(mesh).dihedral_angle.minimum;
    Improver improver(mesh, improvement);
    for (unsigned i = 0; i < improvement.sweeps && improver.sweep(); ++i)
      ;
    result.moved = improver.n_moved();
    result.after = assess(mesh).dihedral_angle.minimum;
    return result;
  }
} // namespace vht::meshing
