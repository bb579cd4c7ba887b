#pragma once

#include "meshing/fill.h"
#include "meshing/say.h"

#include <string>
#include <vector>

namespace vht
{
  class ParameterSection;
}

namespace vht::meshing
{
  /** What a case says about boundary layers, for Mesh/Source = surface and network. */
  struct LayerCase
  {
    std::vector<std::string> patches; ///< empty: the wall
    unsigned                 layers       = 0;
    double                   first_height = 0; ///< [m]
    double                   growth       = 1.2;
    double                   fraction     = 0.4;

    void declare(ParameterSection &root);

    /** @throws InputError for layers without a height */
    void check() const;
  };

  /**
   * fill() with boundary layers where the case asks for them; tells what was done with them.
   * @param[in] wall  name of the patch that gets layers when the case names none
   * @throws MeshError for patches that the surface does not have and for layers that do not fit
   */
  Filled fill_with_layers(const TaggedSurface &surface,
                          const LayerCase     &layers,
                          const std::string   &wall,
                          const Filling       &filling,
                          const Say           &say);
} // namespace vht::meshing
