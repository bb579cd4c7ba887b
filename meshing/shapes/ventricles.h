#pragma once

#include "meshing/exact_surface.h"
#include "meshing/tagged_mesh.h"

#include <limits>
#include <optional>

namespace vht::meshing
{
  /** Half axes along x, y and z around a centre [m]. The long axis of a ventricle is z, its apex points to -z. */
  struct Ellipsoid
  {
    Point centre = {0, 0, 0};
    Point radii;
  };

  /** How many hexahedra a left ventricle has; 0: as many as the size of the edges asks for. */
  struct VentricleGrid
  {
    unsigned across = 0; ///< from endocardium to epicardium
    unsigned around = 0; ///< around the axis, a multiple of eight
  };

  /**
   * Ventricles made of truncated ellipsoids, cut off at the base plane z = base.
   *
   * The left ventricle lies between two ellipsoids. A right ventricle leans on it: its cavity is what its inner
   * ellipsoid has outside the left ventricle, so that the septum is left-ventricular wall. Region "myocardium",
   * surfaces "endo_lv", "endo_rv" (with the right side of the septum), "epi" and "base". A left ventricle alone may
   * have a conical base.
   */
  struct Ventricles
  {
    Ellipsoid                lv_endo, lv_epi;
    std::optional<Ellipsoid> rv_endo, rv_epi;
    double                   base = 0; ///< height of the base plane [m], or of the inner rim of a conical base
    double size = 0; ///< wanted length of the edges on the surfaces [m]; inside they become a quarter longer

    /** Height of the outer rim where the base is not plane but part of a cone around the axis [m]; NaN: plane. */
    double outer_base = std::numeric_limits<double>::quiet_NaN();

    VentricleGrid grid = {}; ///< for hexahedra

    /** Is the base part of a cone? */
    bool is_conical() const;

    /** The height of the outer rim, whether the base is plane or not [m]. */
    double outer_rim() const;

    /** How much the base rises from the inner rim outwards, per length from the axis [1]; 0: a plane. */
    double base_slope() const;
  };

  /**
   * The idealised left ventricle of Land et al. 2015, problem 2 (doi:10.1098/rspa.2015.0641): half axes 7 and 17 mm
   * inside, 10 and 20 mm outside, base plane at 5 mm.
   */
  Ventricles land_left_ventricle(double size);

  /**
   * Proportions of an adult human heart at end diastole: left cavity 65 mL under a wall of 11 mm, right cavity
   * 86 mL under a wall of 4 mm.
   */
  Ventricles adult_biventricle(double size);

  /** Half axis along x of the ellipse that an ellipsoid has at a height [m]. */
  double radius_at(const Ellipsoid &ellipsoid, double height);

  /** The volume of a truncated ellipsoid below z = height [m^3], in closed form. */
  double volume_below(const Ellipsoid &ellipsoid, double height);

  /**
   * Mesh with tetrahedra: Gmsh's Delaunay mesher, or its HXT where that fails.
   * @throws InputError for ellipsoids that do not fit into each other, MeshError where no mesher succeeds
   */
  TaggedMesh make_ventricles(const Ventricles &ventricles);

  /**
   * A left ventricle with hexahedra: a block at the apex and rings from there to the base, in layers across the wall.
   * The points of a layer lie on an ellipsoid whose half axes are between the inner and the outer ones; the lowest and
   * the uppermost layer are the endocardium and the epicardium, so that nodes are on the surfaces to rounding.
   * There is a node on the axis in each layer. Edges along the wall are as long as those around it are at the equator,
   * measured halfway between the surfaces; they are shorter at the apex inside and longer outside.
   * @throws InputError for ellipsoids that do not fit into each other, a base that does not lead through the wall,
   *         numbers of cells that are no multiple of eight around
   */
  TaggedMesh make_hexahedral_ventricle(const Ventricles &ventricle);

  /** The ellipsoids and the base. */
  std::vector<ExactSurface> surfaces_of(const Ventricles &ventricles);

  /** Do the ellipsoids fit, and does the base lead through the wall? @throws InputError */
  void check_ventricles(const Ventricles &ventricles);
} // namespace vht::meshing
