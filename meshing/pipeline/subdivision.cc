#include "meshing/pipeline/subdivision.h"

#include "meshing/curved.h"
#include "meshing/hexahedra.h"
#include "meshing/pipeline/mesh_case.h"
#include "meshing/quality.h"
#include "meshing/refine.h"
#include "meshing/surface/nearest_on_surface.h"
#include "meshing/surface/surface_file.h"
#include "physics/error.h"

#include <optional>

namespace vht::meshing
{
  void
  Subdivision::check() const
  {
    if (curved && !surface.empty())
      throw InputError("New points can go onto a smooth surface or onto that of " + surface.string() +
                       ", not onto both: leave one of the two away.");
    if (!surface.empty() && surface_unit.empty())
      throw InputError("The unit of " + surface.string() +
                       " is not given. Files of triangles do not say what their unit is: m, mm, ...");
    if (!surface.empty())
      length_of_unit(surface_unit);
  }

  namespace
  {
    /** Splits cells, moves the new points, and counts. */
    class Subdivider
    {
    public:
      explicit Subdivider(const Subdivision &subdivision)
        : subdivision_(subdivision)
      {
        if (!subdivision.surface.empty())
          nearest_.emplace(
            read_surface({{subdivision.surface, "", ""}}, "inside", length_of_unit(subdivision.surface_unit)));
      }

      TaggedMesh
      split(const TaggedMesh &coarse, TaggedMesh (*into)(const TaggedMesh &))
      {
        TaggedMesh fine = into(coarse);
        Curved     done;
        if (subdivision_.curved)
          done = curve_smoothly(coarse, fine, subdivision_.sharp_angle);
        else if (nearest_)
          done = curve_onto(coarse, fine, [this](const Point &x) { return (*nearest_)(x).place; });
        else if (subdivision_.order > 1 && subdivision_.exact)
          done = curve_exactly(coarse, fine, *subdivision_.exact);
        moved_ += done.moved;
        held_back_ += done.held_back;
        largest_ = std::max(largest_, done.largest);
        return fine;
      }

      void
      tell(const Say &say) const
      {
        if (moved_ == 0 && !subdivision_.curved && !nearest_)
          return;
        say(std::to_string(moved_) + " new points went onto the " +
            (nearest_              ? "given"
             : subdivision_.curved ? "smooth"
                                   : "exact") +
            " surface, at most " + std::to_string(1e3 * largest_) + " mm; " + std::to_string(held_back_) +
            " were held back for the sake of a cell.");
      }

    private:
      const Subdivision              &subdivision_;
      std::optional<NearestOnSurface> nearest_;
      std::size_t                     moved_ = 0, held_back_ = 0;
      double                          largest_ = 0;
    };
  } // namespace


  TaggedMesh
  subdivide(TaggedMesh mesh, const Subdivision &subdivision, const Say &say)
  {
    subdivision.check();
    Subdivider subdivider(subdivision);
    unsigned   times = 0;
    while (times < subdivision.times || needs_refinement(mesh, subdivision.edge))
      {
        mesh = subdivider.split(mesh, refine);
        ++times;
      }
    if (times > 0)
      say("Refined " + std::to_string(times) + (times == 1 ? " time." : " times."));
    if (subdivision.hexahedra)
      mesh = subdivider.split(mesh, hexahedra_of);
    if (subdivision.order > 1)
      {
        // The points of a refined mesh are the nodes of quadratic cells, numbered in the same way.
        const TaggedMesh fine = subdivider.split(mesh, refine);
        mesh.middles.assign(fine.points.begin() + static_cast<std::ptrdiff_t>(mesh.points.size()), fine.points.end());
      }
    subdivider.tell(say);
    return mesh;
  }
} // namespace vht::meshing
