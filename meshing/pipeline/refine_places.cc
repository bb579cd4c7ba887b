#include "meshing/pipeline/refine_places.h"

#include "meshing/geometry.h"
#include "meshing/local_refinement.h"
#include "meshing/quality.h"
#include "meshing/surface/nearest_on_surface.h"
#include "meshing/surface/surface_geometry.h"
#include "meshing/surface_of.h"
#include "physics/error.h"

#include <limits>
#include <list>
#include <optional>
#include <sstream>

namespace vht::meshing
{
  namespace
  {
    /** A place of the case, found on the mesh. */
    class Source
    {
    public:
      Source(const SizeCase::Place &place, const TaggedMesh &mesh)
        : place_(place)
      {
        if (place.region.empty() && place.patch.empty())
          return;
        const Tag         tag     = place.region.empty() ? find_tag(mesh.surface_names, place.patch, "surface")
                                                         : find_tag(mesh.region_names, place.region, "region");
        TaggedSurface     surface = surface_of(mesh);
        std::vector<bool> keep;
        for (std::size_t i = 0; i < surface.n_triangles(); ++i)
          keep.push_back(place.region.empty() ? surface.patches[i] == tag
                                              : (surface.sides[i].behind == tag) != (surface.sides[i].front == tag));
        keep_triangles(surface, keep);
        nearest_.emplace(surface);
        if (!place.region.empty())
          region_ = tag;
      }

      double
      size(Tag region, const Point &at, double gradient) const
      {
        if (region_ && region == *region_)
          return place_.size;
        const double away = nearest_ ? (*nearest_)(at).distance : norm(at - place_.point);
        return place_.size + gradient * std::max(0., away - place_.distance);
      }

    private:
      const SizeCase::Place          &place_;
      std::optional<NearestOnSurface> nearest_; ///< on the surface, or on the boundary of the region
      std::optional<Tag>              region_;
    };
  } // namespace


  TaggedMesh
  refine_places(TaggedMesh mesh, const std::vector<SizeCase::Place> &places, double gradient, const Say &say)
  {
    if (places.empty())
      return mesh;
    if (mesh.shape != CellShape::tetrahedron)
      throw MeshError("Refine " + places[0].name +
                      ": only tetrahedra can be refined in places; the mesh has hexahedra.");
    std::list<Source> sources; // they stay where they are
    for (const SizeCase::Place &place : places)
      sources.emplace_back(place, mesh);
    TaggedMesh         fine = refine_locally(mesh, [&](Tag region, const Point &at) {
      double smallest = std::numeric_limits<double>::max();
      for (const Source &source : sources)
        smallest = std::min(smallest, source.size(region, at, gradient));
      return smallest;
    });
    std::ostringstream text;
    text.precision(3);
    text << "Refined in " << places.size() << (places.size() == 1 ? " place: " : " places: ") << fine.n_cells()
         << " cells, before " << mesh.n_cells() << "; the smallest angle is " << assess(fine).dihedral_angle.minimum
         << " degree, before " << assess(mesh).dihedral_angle.minimum << ".";
    say(text.str());
    return fine;
  }
} // namespace vht::meshing
