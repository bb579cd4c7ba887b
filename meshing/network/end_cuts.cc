#include "meshing/network/end_cuts.h"

#include "meshing/geometry.h"
#include "meshing/surface/surface_geometry.h"
#include "physics/error.h"

#include <algorithm>
#include <map>

namespace vht::meshing
{
  namespace
  {
    /** Append triangles; points at exactly the same place are the same point. */
    class Collection
    {
    public:
      explicit Collection(const TaggedSurface &like)
      {
        surface.region_names = like.region_names;
        surface.patch_names  = like.patch_names;
      }

      void
      add(const TaggedSurface &from, std::size_t t)
      {
        std::array<Index, 3> corners;
        for (unsigned k = 0; k < 3; ++k)
          {
            const Point &p         = from.points[from.triangles[t][k]];
            const auto [at, fresh] = number_.try_emplace(p, static_cast<Index>(surface.points.size()));
            if (fresh)
              surface.points.push_back(p);
            corners[k] = at->second;
          }
        surface.triangles.push_back(corners);
        surface.sides.push_back(from.sides[t]);
        surface.patches.push_back(from.patches[t]);
      }

      TaggedSurface surface;

    private:
      std::map<Point, Index> number_;
    };

    /** How far around an end its piece of the surface goes, over its reach: more of the vessel stays than goes. */
    constexpr double view = 2.5;
  } // namespace


  std::vector<CutPlane>
  cut_off_all(TaggedSurface &surface, const std::vector<EndCut> &ends, std::string &account)
  {
    std::vector<CutPlane> cut;
    std::vector<EndCut>   waiting = ends;
    std::vector<CutPlane> difficult;
    while (!waiting.empty())
      {
        // Pieces that overlap are cut one after the other.
        std::vector<EndCut> now, later;
        for (const EndCut &end : waiting)
          {
            const bool free = std::none_of(now.begin(), now.end(), [&](const EndCut &other) {
              return norm(end.plane.point - other.plane.point) < 2 * view * (end.reach + other.reach);
            });
            (free ? now : later).push_back(end);
          }
        std::vector<bool> untouched(surface.n_triangles(), true);
        Collection        collection(surface);
        for (const EndCut &end : now)
          {
            std::vector<bool> near(surface.n_triangles(), false);
            for (std::size_t t = 0; t < surface.n_triangles(); ++t)
              near[t] = norm(surface.points[surface.triangles[t][0]] - end.plane.point) < view * end.reach;
            TaggedSurface piece = surface;
            keep_triangles(piece, near);
            try
              {
                piece = cut_off(piece, end.plane);
              }
            catch (const MeshError &)
              {
                difficult.push_back(end.plane);
                continue;
              }
            cut.push_back(end.plane);
            for (std::size_t t = 0; t < near.size(); ++t)
              if (near[t])
                untouched[t] = false;
            for (std::size_t t = 0; t < piece.n_triangles(); ++t)
              collection.add(piece, t);
          }
        for (std::size_t t = 0; t < untouched.size(); ++t)
          if (untouched[t])
            collection.add(surface, t);
        surface = std::move(collection.surface);
        waiting = later;
      }
    // What another vessel or a bend nearby hides is seen in the whole.
    for (const CutPlane &plane : difficult)
      try
        {
          surface = cut_off(surface, plane);
          cut.push_back(plane);
        }
      catch (const MeshError &error)
        {
          account += "The end at " + in_millimetres(plane.point) + " stays closed: " + error.what() + "\n";
        }
    return cut;
  }
} // namespace vht::meshing
