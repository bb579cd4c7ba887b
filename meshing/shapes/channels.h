#pragma once

#include "meshing/shapes/shape.h"

namespace vht::meshing
{
  /**
   * The nozzle of the FDA's round robin (Hariharan et al. 2011, doi:10.1115/1.4003440), flow along z: inlet of 12 mm
   * diameter, a cone over 22.685 mm, a throat of 4 mm diameter and 40 mm length, and at z = 0 a sudden expansion to
   * 12 mm. Region "lumen", surfaces "inlet", "outlet_1", "wall". In the throat, and behind it where the jet is, cells
   * are a third as long.
   */
  class FdaNozzle final : public Shape
  {
  public:
    std::string name() const override;
    std::string description() const override;
    Parameters  parameters() override;
    TaggedMesh  make(double size, CellShape cells) const override;

    double inlet_length = 48e-3, outlet_length = 120e-3; ///< straight parts of 12 mm diameter [m]
  };

  /**
   * The channel with a cylinder of Schaefer & Turek 1996, case 3D-1Z (doi:10.1007/978-3-322-89849-4_39): 2.5 x 0.41 x
   * 0.41 m, the flow along x; a cylinder of diameter 0.1 m along z around (0.5, 0.2). Region "lumen", surfaces "inlet",
   * "outlet_1", "wall", "cylinder". At the cylinder cells are a fifth as long.
   */
  class CylinderChannel final : public Shape
  {
  public:
    std::string name() const override;
    std::string description() const override;
    Parameters  parameters() override;
    TaggedMesh  make(double size, CellShape cells) const override;
  };

  /**
   * A rectangular channel of a chip, along x; cells grow on its floor z = 0. Region "lumen", surfaces "inlet",
   * "outlet_1", "floor", "ceiling", "wall" (the two sides).
   */
  class Microchannel final : public Shape
  {
  public:
    std::string name() const override;
    std::string description() const override;
    Parameters  parameters() override;
    bool        has_hexahedra() const override;
    TaggedMesh  make(double size, CellShape cells) const override;

    double length = 10e-3, width = 1e-3, height = 0.2e-3; ///< [m]
  };
} // namespace vht::meshing
