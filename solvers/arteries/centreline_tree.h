#pragma once

#include "solvers/arteries/network.h"

#include <filesystem>

namespace vht
{
  class ParameterSection;

  /** Section "Centreline": what a file of centrelines does not say. */
  struct CentrelineParameters
  {
    double      length_unit        = 1e-3;     ///< of the file [m]
    std::string radius_field       = "Radius"; ///< at the points of a .vtp file
    double      smallest_radius    = 0.;       ///< thinner ones become so thick [m]; 0: none may be zero
    double      youngs_modulus     = 1e6;      ///< [Pa]
    double      profile_order      = 2.;
    double      reference_pressure = 12e3;  ///< at which the lumen has its radius [Pa]
    double      total_resistance   = 1e9;   ///< of all free ends together [Pa s/m^3]
    double      total_compliance   = 1e-10; ///< [m^3/Pa]; 0: resistances alone
    double      exponent           = 3.;    ///< of the radius, by which both are divided among the ends

    void declare(ParameterSection &section);
  };

  /** Is this a file of centrelines (.vtp, .swc), not a table? */
  bool is_centreline(const std::filesystem::path &file);

  /**
   * The vessels of a file of centrelines with radii:
   *
   *     .vtp  lines of VTK with a radius at every point; points at one place are one
   *     .swc  rows "number type x y z radius parent", parent -1 at a root; Cannon et al. 1998,
   *           doi:10.1016/S0165-0270(98)00091-0
   *
   * A vessel goes from branching to branching. It is called "A-B" after its nodes, and these after their points: the
   * number in the file, counted from 0 in .vtp. It runs away from the nearest inlet, its radius along the straight line
   * of least squares. Free ends that are no inlets get resistance and compliance by a power of their radius (3: Murray
   * 1926, doi:10.1073/pnas.12.3.207).
   *
   * @param[in] inlets  names of nodes
   * @throws InputError for a file that cannot be read, a radius that is not positive, an inlet that is no free end
   *         (naming the thickest ones); each with the point and its place
   */
  std::vector<Vessel> read_centrelines(const std::filesystem::path    &file,
                                       const CentrelineParameters     &parameters,
                                       const std::vector<std::string> &inlets);
} // namespace vht
