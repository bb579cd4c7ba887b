#pragma once

#include "meshing/exact_surface.h"
#include "meshing/tagged_mesh.h"
#include "physics/parameter.h"

#include <memory>
#include <optional>

namespace vht::meshing
{
  /** A parametric shape for teaching, tests and benchmarks: dimensions that a case may set, and its mesh. */
  class Shape
  {
  public:
    virtual ~Shape() = default;

    /** As a case names it: "tube". */
    virtual std::string name() const = 0;

    /** A sentence for the case file: what it is, where it lies, its regions and surfaces. */
    virtual std::string description() const = 0;

    /** Its dimensions, in SI units. */
    virtual Parameters parameters() = 0;

    /** Can it be filled with hexahedra? */
    virtual bool
    has_hexahedra() const
    {
      return false;
    }

    /** The surfaces that its boundary is made of, where it knows them; they curve the cells of a mesh of order 2. */
    virtual std::optional<std::vector<ExactSurface>>
    surfaces() const
    {
      return std::nullopt;
    }

    /**
     * @param[in] size   wanted length of the cells' edges [m]
     * @param[in] cells  tetrahedra, or hexahedra where it has them
     * @throws InputError for dimensions that contradict each other, MeshError where no mesher succeeds
     */
    virtual TaggedMesh make(double size, CellShape cells) const = 0;
  };

  /** One of each. */
  std::vector<std::unique_ptr<Shape>> all_shapes();
} // namespace vht::meshing
