#pragma once

#include "solvers/core/linear_solver.h"
#include "solvers/heart/fibres/ellipsoid_wall.h"
#include "solvers/heart/fibres/wall_rule.h"

#include <array>
#include <cmath>
#include <filesystem>
#include <optional>
#include <string>

namespace vht
{
  class ParameterSection;

  /** A name that the mesh or a file has to know, and where the case asks for it. */
  struct RequestedName
  {
    std::string name;
    std::string asked_by = {};    ///< "case.prm:12, Fibres/Surfaces/Base"
    bool        given    = false; ///< by the case: what may be missing by default then must be there
  };

  /** Section "Fibres" of a case file: where the directions of the tissue come from. */
  struct FibreParameters
  {
    std::string type = "rule-based"; ///< rule-based, ellipsoid, file, uniform, none

    // rule-based
    std::string            rule  = "linear"; ///< linear, Bayer
    WallAngles             alpha = {.endo = 60., .epi = -60.}, beta = {};
    RequestedName          endo_lv = {"endo_lv"}, endo_rv = {"endo_rv"}, epi = {"epi"}, base = {"base"};
    unsigned int           degree = 1;
    std::array<double, 3>  apex   = {NAN, NAN, NAN}; ///< [m]; NaN: found
    LinearSolverParameters solver = {.relative_tolerance = 1e-11};

    // ellipsoid
    EllipsoidWall ellipsoid;
    std::string   ellipsoid_depth = "geometry"; ///< geometry, Laplace

    // uniform
    std::array<double, 3> fibre = {1., 0., 0.}, sheet = {0., 1., 0.};

    // file
    std::filesystem::path file;
    RequestedName         fibre_array = {"fibre"}, sheet_array = {"sheet"};
    std::string           length_unit = "m";
    double                tolerance   = std::numeric_limits<double>::quiet_NaN(); ///< [m]; NaN: a part of an edge

    bool        export_lon = false;
    std::string section    = "Fibres"; ///< for messages

    void declare(ParameterSection &section);

    /** Rules across keys. @throws InputError */
    void check() const;
  };
} // namespace vht
