#pragma once

#include "meshing/tagged_surface.h"

namespace vht::meshing
{
  /** Thin cells along walls. */
  struct Layering
  {
    std::vector<Tag> walls; ///< patches that get layers
    unsigned         layers       = 0;
    double           first_height = 0;   ///< of the layer at the wall [m]
    double           growth       = 1.2; ///< height of a layer over that of the one before
    double           fraction     = 0.4; ///< all layers together, at most, of the inscribed sphere's radius

    /** Of all layers together [m]. */
    double height() const;
  };

  /** Layers of tetrahedra along the walls, and the surface of what remains inside. */
  struct Layered
  {
    TaggedSurface       inner; ///< the points of the surface in the same order, moved; same triangles
    TaggedMesh          cells; ///< its first points are those of `inner`; field "layer" from 1 at the wall on
    std::vector<Tag>    walls; ///< patches with layers
    std::vector<double> scale; ///< by how much the layers at each point of a wall are thinner than asked; 1 elsewhere
  };

  /**
   * Prisms from the triangles of the walls inward, each split into three tetrahedra. The diagonal of a prism's side
   * runs from the outer end of its column with the smaller number, so that neighbours fit and no prism is left without
   * a split (Dompierre et al. 1999, 8th International Meshing Roundtable).
   *
   * At the border to another patch the columns stay on that patch, whose points move along with its border. Columns are
   * shorter where the lumen is narrow and where prisms would fold or the inner surface would cut itself.
   * @throws MeshError where not even layers a hundredth as high fit, with the place
   */
  Layered grow_layers(const TaggedSurface &surface, const Layering &layering);

  /** One mesh out of the layers and the mesh that fills `inner`, whose first points must be those of `inner`. */
  TaggedMesh with_layers(const Layered &layered, const TaggedMesh &core);
} // namespace vht::meshing
