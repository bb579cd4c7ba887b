#pragma once

#include "meshing/tagged_mesh.h"

#include <memory>

namespace vht::meshing
{
  /** Finds the cell of a mesh that holds a point. */
  class CellLocator
  {
  public:
    struct Hit
    {
      std::size_t           cell = 0;
      std::array<double, 8> weights{};    ///< of the cell's corners at the point, or at the nearest place of the mesh
      double                distance = 0; ///< from the mesh [m]; 0 inside
    };

    /** @throws MeshError for a mesh without cells */
    explicit CellLocator(const TaggedMesh &mesh);
    ~CellLocator();

    Hit operator()(const Point &point) const;

  private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
  };
} // namespace vht::meshing
