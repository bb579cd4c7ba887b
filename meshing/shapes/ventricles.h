#pragma once

#include "meshing/tagged_mesh.h"

#include <optional>

namespace vht::meshing
{
  /** Half axes along x, y and z around a centre [m]. The long axis of a ventricle is z, its apex points to -z. */
  struct Ellipsoid
  {
    Point centre = {0, 0, 0};
    Point radii;
  };

  /**
   * Ventricles made of truncated ellipsoids, cut off at the base plane z = base.
   *
   * The left ventricle lies between two ellipsoids. A right ventricle leans on it: its cavity is what its inner
   * ellipsoid has outside the left ventricle, so that the septum is left-ventricular wall. Region "myocardium",
   * surfaces "endo_lv", "endo_rv" (with the right side of the septum), "epi" and "base".
   */
  struct Ventricles
  {
    Ellipsoid                lv_endo, lv_epi;
    std::optional<Ellipsoid> rv_endo, rv_epi;
    double                   base = 0; ///< height of the base plane [m]
    double size = 0; ///< wanted length of the edges on the surfaces [m]; inside they become a quarter longer
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

  /** The volume of a truncated ellipsoid below z = height [m^3], in closed form. */
  double volume_below(const Ellipsoid &ellipsoid, double height);

  /**
   * Mesh with tetrahedra: Gmsh's Delaunay mesher, or its HXT where that fails.
   * @throws InputError for ellipsoids that do not fit into each other, MeshError where no mesher succeeds
   */
  TaggedMesh make_ventricles(const Ventricles &ventricles);
} // namespace vht::meshing
