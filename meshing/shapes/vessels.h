#pragma once

#include "meshing/shapes/shape.h"

namespace vht::meshing
{
  /**
   * A straight vessel along z, from the inlet at z = 0 to the outlet; it may taper. Region "lumen", surfaces "inlet",
   * "outlet_1", "wall".
   *
   * Hexahedra form an O-grid: a square core in rings that become round, so that no cell is flat.
   */
  class Tube final : public Shape
  {
  public:
    std::string name() const override;
    std::string description() const override;
    Parameters  parameters() override;
    bool        has_hexahedra() const override;
    TaggedMesh  make(double size, CellShape cells) const override;

    std::optional<std::vector<ExactSurface>> surfaces() const override;

    double length = 40e-3, radius = 4e-3, outlet_radius = 4e-3; ///< [m]
  };

  /**
   * A vessel that divides into two, in the plane y = 0; the branches leave at their angles to the axis z. By default
   * the branches' radii follow Murray's law, r0^3 = r1^3 + r2^3 (doi:10.1073/pnas.12.3.207). Region "lumen", surfaces
   * "inlet", "outlet_1", "outlet_2", "wall".
   */
  class Bifurcation final : public Shape
  {
  public:
    std::string name() const override;
    std::string description() const override;
    Parameters  parameters() override;
    TaggedMesh  make(double size, CellShape cells) const override;

    double parent_length = 25e-3, branch_length = 25e-3;                            ///< [m]
    double parent_radius = 3e-3, first_radius = 2.381e-3, second_radius = 2.381e-3; ///< [m]
    double first_angle = 0.7853981633974483, second_angle = 0.7853981633974483;     ///< [rad]
  };

  /**
   * A saccular aneurysm on the outer side of a bent vessel, in the plane z = 0. The sac is a sphere whose neck has the
   * given width and whose height over the neck is the aspect ratio times the neck (Ujiie et al. 1999,
   * doi:10.1097/00006123-199907000-00021); both are nominal, as the vessel is round. Region "lumen", surfaces "inlet",
   * "outlet_1", "wall", "sac".
   */
  class SaccularAneurysm final : public Shape
  {
  public:
    std::string name() const override;
    std::string description() const override;
    Parameters  parameters() override;
    TaggedMesh  make(double size, CellShape cells) const override;

    /** Of the sac's sphere: (height^2 + (neck / 2)^2) / (2 height) [m]. */
    double sac_radius() const;

    double vessel_radius = 2e-3, bend_radius = 8e-3, extension = 10e-3; ///< [m]
    double bend = 2.0943951023931953;                                   ///< angle of the bend [rad]
    double neck = 4e-3, aspect_ratio = 1.6;                             ///< [m], 1
  };
} // namespace vht::meshing
