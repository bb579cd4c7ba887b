#pragma once

#include "meshing/shapes/shape.h"

namespace vht::meshing
{
  /**
   * The blood of an idealised left atrium: an ellipsoid cut off at the mitral plane, four pulmonary veins, and an
   * appendage. z points from the mitral valve up, x to the patient's left, y to the back. Region "blood", surfaces
   * "mitral", "vein_left_superior", "vein_left_inferior", "vein_right_superior", "vein_right_inferior" (the veins'
   * ends), "appendage", "wall". By default 67 mL with a mitral opening of 32 mm, in the range of a healthy adult.
   */
  class LeftAtrium final : public Shape
  {
  public:
    std::string name() const override;
    std::string description() const override;
    Parameters  parameters() override;
    TaggedMesh  make(double size, CellShape cells) const override;

    double half_width = 26e-3, half_depth = 21e-3, half_height = 25e-3; ///< of the body, along x, y and z [m]
    double mitral_height = -19e-3;                                      ///< z of the mitral plane [m]
    double vein_radius = 6e-3, vein_length = 15e-3;                     ///< length outside the body [m]
    double appendage_length = 28e-3, appendage_radius = 8e-3;           ///< from the body's wall to the tip [m]
  };

  /**
   * A lobule of the liver: a hexagonal prism around the central vein, with a portal tract at each corner; blood flows
   * between them. The axis is z. Region "lobule", surfaces "central_vein", "portal", "side", "bottom", "top".
   */
  class LiverLobule final : public Shape
  {
  public:
    /** @param[in] sector  the twelfth between a corner and the middle of the next side; its cuts are "symmetry" */
    explicit LiverLobule(bool sector);

    std::string name() const override;
    std::string description() const override;
    Parameters  parameters() override;
    TaggedMesh  make(double size, CellShape cells) const override;

    double radius = 0.6e-3, height = 0.2e-3;          ///< from the axis to a corner [m]
    double vein_radius = 50e-6, tract_radius = 40e-6; ///< [m]

  private:
    bool sector_;
  };

  /**
   * An ellipsoidal organ divided by planes into territories; the faces between two of them have no name, the outside is
   * "capsule".
   *
   * Liver (1.5 L): the eight segments of Couinaud, of which 4 is two, by three vertical planes where the hepatic veins
   * run, and the horizontal plane of the portal vein. x points to the patient's left, z up. Regions "segment_2",
   * "segment_3", "segment_4a", "segment_4b", "segment_5" to "segment_8".
   *
   * Brain (1.4 L): in each hemisphere the territories of the anterior, middle and posterior cerebral arteries. x points
   * to the patient's left, y to the back, z up. Regions "aca_left", "aca_right", "mca_left", ...
   */
  class EllipsoidalOrgan final : public Shape
  {
  public:
    enum class Organ
    {
      liver,
      brain
    };

    explicit EllipsoidalOrgan(Organ organ);

    std::string name() const override;
    std::string description() const override;
    Parameters  parameters() override;
    TaggedMesh  make(double size, CellShape cells) const override;

    double half_width, half_depth, half_height; ///< along x, y and z [m]

  private:
    std::string territory(const Point &x) const;

    Organ organ_;
  };
} // namespace vht::meshing
