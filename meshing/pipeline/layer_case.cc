#include "meshing/pipeline/layer_case.h"

#include "meshing/pipeline/deciding.h"
#include "meshing/surface/boundary_layer.h"
#include "physics/error.h"

#include <algorithm>
#include <sstream>

namespace vht::meshing
{
  void
  LayerCase::declare(ParameterSection &root)
  {
    Deciding section(root.section("Boundary layer", "Thin cells along walls, for Mesh/Source = surface and network. "
                                                    "They are tetrahedra, three for each prism."));
    section.add("Layers", layers, Bounds{0, 50}, "How many. 0: none.");
    section.add("Patches", patches, "Names of the patches that get layers. Empty: the wall (Ends/Wall).");
    section.add("First height", first_height, "m", Bounds{0, 1},
                "Of the layer at the wall. Must be given with layers.");
    section.add("Growth", growth, "1", Bounds{0.5, 3}, "Height of a layer over that of the one before.");
    section.add("Largest fraction", fraction, "1", Bounds{0.01, 0.9},
                "All layers together take at most this part of the radius of the largest sphere that fits in; where "
                "they would take more, all are thinner.");
  }

  void
  LayerCase::check() const
  {
    if (layers > 0 && !(first_height > 0))
      throw InputError("Boundary layer/Layers is " + std::to_string(layers) +
                       ", but Boundary layer/First height is not set.");
  }

  Filled
  fill_with_layers(const TaggedSurface &surface,
                   const LayerCase     &c,
                   const std::string   &wall,
                   const Filling       &filling,
                   const Say           &say)
  {
    if (c.layers == 0)
      return fill(surface, filling);
    Layering layering{{}, c.layers, c.first_height, c.growth, c.fraction};
    for (const std::string &name : c.patches.empty() ? std::vector<std::string>{wall} : c.patches)
      layering.walls.push_back(find_tag(surface.patch_names, name, "patch"));
    const Layered     layered = grow_layers(surface, layering);
    const std::size_t thinner = static_cast<std::size_t>(
      std::count_if(layered.scale.begin(), layered.scale.end(), [](double scale) { return scale < 0.999; }));
    std::ostringstream text;
    text.precision(3);
    text << layered.cells.n_cells() << " cells in " << c.layers << " layers, " << 1e3 * layering.height()
         << " mm together; thinner at " << thinner << " of " << layered.scale.size() << " points, at least "
         << 100 * *std::min_element(layered.scale.begin(), layered.scale.end()) << " % of that.";
    say(text.str());
    Filling inside        = filling;
    inside.keep_triangles = true; // the layers stand on them
    Filled filled         = fill(layered.inner, inside);
    filled.mesh           = with_layers(layered, filled.mesh);
    return filled;
  }
} // namespace vht::meshing
