#include "meshing/surface/surface_repair.h"

#include "meshing/geometry.h"
#include "meshing/surface/cgal_mesh.h"
#include "physics/error.h"

#include <CGAL/Polygon_mesh_processing/orient_polygon_soup.h>
#include <CGAL/Polygon_mesh_processing/repair_degeneracies.h>
#include <CGAL/Polygon_mesh_processing/repair_self_intersections.h>
#include <CGAL/Polygon_mesh_processing/stitch_borders.h>
#include <CGAL/Polygon_mesh_processing/triangulate_hole.h>

#include <algorithm>
#include <set>
#include <sstream>

namespace vht::meshing
{
  namespace
  {
    namespace PMP = CGAL::Polygon_mesh_processing;
    using namespace cgal;

    /** Lines about what was done. */
    class Account
    {
    public:
      void
      add(std::size_t count, const std::string &what)
      {
        if (count > 0)
          text_ += (text_.empty() ? "" : "\n") + std::to_string(count) + " " + what;
      }

      const std::string &
      text() const
      {
        return text_;
      }

    private:
      std::string text_;
    };

    /**
     * Without triangles of equal corners and without the second of two with the same corners.
     * @returns which stay
     */
    std::vector<bool>
    drop_useless(TaggedSurface &surface, Account &account)
    {
      std::set<std::array<Index, 3>> known;
      std::vector<bool>              keep(surface.n_triangles(), true);
      std::size_t                    collapsed = 0, twice = 0;
      for (std::size_t t = 0; t < surface.n_triangles(); ++t)
        {
          auto corners = surface.triangles[t];
          std::sort(corners.begin(), corners.end());
          if (corners[0] == corners[1] || corners[1] == corners[2])
            {
              keep[t] = false;
              ++collapsed;
            }
          else if (!known.insert(corners).second)
            {
              keep[t] = false;
              ++twice;
            }
        }
      account.add(collapsed, "triangles with equal corners were dropped.");
      account.add(twice, "triangles that were there twice were dropped.");
      keep_triangles(surface, keep);
      return keep;
    }

    /** Neighbours look to the same side; where more than two triangles meet, points are doubled. */
    void
    make_manifold(TaggedSurface &surface, Account &account)
    {
      const auto                            before = surface.triangles;
      const std::size_t                     points = surface.points.size();
      std::vector<Position>                 positions;
      std::vector<std::vector<std::size_t>> polygons;
      for (const Point &p : surface.points)
        positions.push_back(position(p));
      for (const auto &corners : surface.triangles)
        polygons.push_back({corners.begin(), corners.end()});
      PMP::orient_polygon_soup(positions, polygons);
      surface.points.clear();
      for (const Position &p : positions)
        surface.points.push_back(point(p));
      for (std::size_t t = 0; t < polygons.size(); ++t)
        std::copy(polygons[t].begin(), polygons[t].end(), surface.triangles[t].begin());
      account.add(surface.points.size() - points,
                  "points were doubled to take apart edges of more than two triangles.");
      if (surface.points.size() > points)
        return; // corners have other numbers now, so what was turned cannot be counted
      std::size_t turned = 0;
      for (std::size_t t = 0; t < before.size(); ++t)
        {
          const auto at = std::find(before[t].begin(), before[t].end(), surface.triangles[t][0]) - before[t].begin();
          turned += before[t][(at + 1) % 3] != surface.triangles[t][1];
        }
      // All of a part may have been turned together: the smaller number says what differed.
      account.add(std::min(turned, before.size() - turned), "triangles were turned.");
    }

    /** @returns which triangles stay */
    std::vector<bool>
    keep_parts(TaggedSurface &surface, unsigned n, Account &account)
    {
      const std::size_t  before = surface.n_triangles();
      const SurfaceParts parts  = connected_parts(surface);
      std::size_t        kept   = 0;
      for (std::size_t i = 0; i < parts.areas.size(); ++i)
        kept += n > 0 ? i < n : parts.areas[i] >= 0.01 * parts.areas[0];
      std::vector<bool> keep;
      for (const Index part : parts.part_of_triangle)
        keep.push_back(part < kept);
      keep_triangles(surface, keep);
      account.add(parts.areas.size() - kept,
                  "smaller parts with " + std::to_string(before - surface.n_triangles()) + " triangles were dropped.");
      return keep;
    }

    /** Every part looks outward. */
    void
    orient_outward(TaggedSurface &surface, Account &account)
    {
      const SurfaceParts parts  = connected_parts(surface);
      std::size_t        turned = 0;
      for (std::size_t i = 0; i < parts.areas.size(); ++i)
        {
          TaggedSurface     part = surface;
          std::vector<bool> keep(surface.n_triangles());
          for (std::size_t t = 0; t < keep.size(); ++t)
            keep[t] = parts.part_of_triangle[t] == i;
          keep_triangles(part, keep);
          if (enclosed_volume(part) >= 0)
            continue;
          ++turned;
          for (std::size_t t = 0; t < keep.size(); ++t)
            if (keep[t])
              turn(surface, t);
        }
      account.add(turned, "parts were turned to look outward.");
    }

    double
    border_length(const Mesh &mesh, Halfedge border)
    {
      double sum = 0;
      for (const Halfedge h : halfedges_around_face(border, mesh))
        sum += std::sqrt(CGAL::squared_distance(mesh.point(mesh.source(h)), mesh.point(mesh.target(h))));
      return sum;
    }

    void
    fill_holes(Mesh &mesh, double limit, Account &account)
    {
      std::vector<Halfedge> borders;
      PMP::extract_boundary_cycles(mesh, std::back_inserter(borders));
      Patches     patches = patches_of(mesh);
      std::size_t filled = 0, added = 0;
      for (const Halfedge border : borders)
        {
          if (border_length(mesh, border) > limit)
            continue;
          const Tag           patch = patches[mesh.face(mesh.opposite(border))];
          std::vector<Face>   faces;
          std::vector<Vertex> inside;
          PMP::triangulate_and_refine_hole(mesh, border, std::back_inserter(faces), std::back_inserter(inside),
                                           CGAL::parameters::use_delaunay_triangulation(
                                             quick_lid(halfedges_around_face(border, mesh).size())));
          for (const Face f : faces)
            patches[f] = patch;
          filled += !faces.empty();
          added += faces.size();
        }
      account.add(filled, "holes were filled with " + std::to_string(added) + " triangles.");
    }

    /** Faces that CGAL made take the patch of the nearest face that has one. */
    void
    spread_patches(Mesh &mesh, const Mesh &original, const Tree &tree)
    {
      Patches    patches = patches_of(mesh);
      const auto before  = original.property_map<Face, Tag>("f:patch").first;
      for (const Face f : mesh.faces())
        if (patches[f] < 0)
          {
            const Halfedge h = mesh.halfedge(f);
            const Position c = CGAL::centroid(mesh.point(mesh.source(h)), mesh.point(mesh.target(h)),
                                              mesh.point(mesh.target(mesh.next(h))));
            patches[f]       = before[tree.closest_point_and_primitive(c).second];
          }
    }
  } // namespace


  Repaired
  repair(const TaggedSurface &input, const RepairLimits &limits)
  {
    if (input.region_names.size() > 1)
      throw MeshError("A surface of " + std::to_string(input.region_names.size()) +
                      " regions cannot be repaired: only one of a single region can.");
    Account           account;
    Repaired          result{input, "", 0, {}};
    TaggedSurface    &surface = result.surface;
    const BoundingBox box     = bounding_box(surface);
    account.add(weld(surface, 1e-7 * norm(box.high - box.low)), "points at the place of another one were merged.");
    result.kept = drop_useless(surface, account);
    make_manifold(surface, account);
    const std::vector<bool> in_kept_part = keep_parts(surface, limits.parts, account);
    for (std::size_t t = 0, rest = 0; t < result.kept.size(); ++t)
      if (result.kept[t])
        result.kept[t] = in_kept_part[rest++];
    if (surface.n_triangles() == 0)
      throw MeshError("Nothing is left of the surface: it has no triangle with an area.");
    orient_outward(surface, account);

    const Mesh original = from_surface(surface);
    const Tree tree(faces(original).first, faces(original).second, original);
    Mesh       mesh = original;
    account.add(PMP::stitch_borders(mesh), "borders were sewn together.");
    std::vector<Face> flat;
    PMP::degenerate_faces(mesh, std::back_inserter(flat));
    if (!flat.empty() && PMP::remove_degenerate_faces(mesh))
      account.add(flat.size(), "degenerate triangles were removed.");
    fill_holes(mesh, limits.hole, account);
    mesh.collect_garbage();
    if (const std::size_t cuts = self_intersections(to_surface(mesh, surface)).size(); cuts > 0)
      {
        PMP::experimental::remove_self_intersections(mesh, CGAL::parameters::preserve_genus(false));
        mesh.collect_garbage();
        account.add(cuts, "pairs of triangles cut each other; " +
                            std::to_string(self_intersections(to_surface(mesh, surface)).size()) + " still do.");
        fill_holes(mesh, limits.hole, account);
        mesh.collect_garbage();
      }
    spread_patches(mesh, original, tree);

    // What a filled hole adds has no counterpart: only the way from what was there counts.
    const Tree mended(faces(mesh).first, faces(mesh).second, mesh);
    result.displacement = distance_to(original, mended);
    result.account      = account.text();
    surface             = to_surface(mesh, surface);
    if (result.displacement > limits.displacement)
      {
        std::ostringstream text;
        text << "The repair would move the surface by " << 1e3 * result.displacement << " mm, more than the limit of "
             << 1e3 * limits.displacement << " mm. Allow more, or mend the surface by hand. Done was:\n"
             << result.account;
        throw MeshError(text.str());
      }
    return result;
  }
} // namespace vht::meshing
