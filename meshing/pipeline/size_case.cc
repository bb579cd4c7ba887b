#include "meshing/pipeline/size_case.h"

#include "meshing/pipeline/deciding.h"
#include "physics/error.h"

#include <algorithm>

namespace vht::meshing
{
  void
  SizeCase::declare(ParameterSection &root, Deciding &triangulation)
  {
    triangulation.add("Edges per circle", edges_per_circle, "1", Bounds{0, 1000},
                      "Edges are so short that a circle as strongly bent as the surface has so many of them. 0: "
                      "curvature does not count.");
    for (const std::string &name :
         root.repeated("Refine",
                       "Short edges in a region or near a patch or a point, on the surface and inside; with growing "
                       "distance they grow as Triangulation/Gradient says. Tetrahedra of images, files and shapes are "
                       "bisected there."))
      {
        Place    place{name};
        Deciding section(root.section("Refine " + name));
        section.add("Patch", place.patch, "Name of the patch, cap, wall or surface. Empty: around the point.");
        section.add("Region", place.region, "In place of a patch: all cells of this region, and around it.");
        section.add("Point", place.point, "m", "In place of both.");
        section.add("Size", place.size, "m", Bounds{0, 10}, "Of the edges. Must be given.");
        section.add("Distance", place.distance, "m", Bounds{0, 10},
                    "How far from the patch or point they are so short.");
        places.push_back(place);
      }
  }

  void
  SizeCase::check() const
  {
    for (const Place &place : places)
      {
        if (!(place.size > 0))
          throw InputError("Refine " + place.name + "/Size is not set: how long are the edges there to be?");
        if (!place.patch.empty() && !place.region.empty())
          throw InputError("Refine " + place.name + " has a Patch and a Region. Make a section of each.");
      }
  }

  std::shared_ptr<const NearbySizes>
  SizeCase::nearby(const TaggedSurface &surface, double gradient) const
  {
    auto sizes = std::make_shared<NearbySizes>(gradient);
    for (const Place &place : places)
      if (place.patch.empty())
        sizes->add(place.point, place.size, place.distance);
      else
        sizes->add(surface, find_tag(surface.patch_names, place.patch, "patch"), place.size, place.distance);
    return sizes;
  }

  void
  SizeCase::apply(const TaggedSurface    &surface,
                  const std::vector<Tag> &flat,
                  const NearbySizes      &nearby,
                  double                  smallest,
                  std::vector<double>    &sizes) const
  {
    if (edges_per_circle > 0)
      {
        const std::vector<double> by_curvature = sizes_by_curvature(surface, edges_per_circle, flat);
        for (std::size_t i = 0; i < sizes.size(); ++i)
          sizes[i] = std::min(sizes[i], std::max(by_curvature[i], smallest));
      }
    for (std::size_t i = 0; i < sizes.size(); ++i)
      sizes[i] = std::min(sizes[i], nearby(surface.points[i]));
  }
} // namespace vht::meshing
