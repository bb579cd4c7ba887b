#pragma once

#include "physics/contraction/contraction.h"
#include "physics/materials/material.h"
#include "physics/materials/volumetric_law.h"
#include "solvers/core/checkpoint.h"
#include "solvers/core/field_output.h"
#include "solvers/core/newton.h"
#include "solvers/core/time_control.h"
#include "solvers/elasticity/mixed_solver.h"
#include "solvers/elasticity/motion.h"

#include <array>
#include <filesystem>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace vht
{
  /** What tissue is made of; section "Material", or "Material/Region NAME" for what differs there. */
  struct TissueLaw
  {
    std::string               region; ///< empty: everywhere else
    std::string               where;
    std::shared_ptr<Material> material = make_material("Guccione"); ///< shared by the copies of a case's parameters
    std::shared_ptr<VolumetricLaw> volumetric    = make_volumetric_law("Simo-Taylor");
    double                         bulk_modulus  = std::numeric_limits<double>::quiet_NaN(); ///< NaN: incompressible
    double                         viscosity     = 0.;
    double                         density       = 1000.;
    double                         stabilisation = std::numeric_limits<double>::quiet_NaN(); ///< NaN: the shear modulus

    void declare(ParameterSection &section);
  };

  /** How a load changes with time: a factor. */
  struct LoadCurve
  {
    std::string           kind = "ramp"; ///< ramp, constant, table, or the pressure of a published benchmark
    std::filesystem::path table;

    void declare(ParameterSection &section, const std::string &name, const std::string &of, bool is_pressure);

    /** Is it a pressure by itself [Pa], and not a factor? */
    bool is_absolute() const;
  };

  /** Section "Surface NAME". */
  struct LoadedSurface
  {
    std::string              name, where;
    std::vector<std::string> fixed; ///< components of the displacement that are zero
    double                   pressure = 0., normal_spring = 0., spring = 0., normal_dashpot = 0., dashpot = 0.;
    std::array<double, 3>    traction = {{0., 0., 0.}};
    LoadCurve                pressure_curve, traction_curve;
    bool                     smooth_normals = false;
    std::string              support; ///< expression in x, y, z [m] that multiplies springs and dashpots

    void declare(ParameterSection &section);
  };

  /** Section "Cavity NAME". */
  struct CavityParameters
  {
    std::string              name, where;
    std::vector<std::string> surfaces;
    double                   volume = std::numeric_limits<double>::quiet_NaN(); ///< to be kept; NaN: it is free [m^3]
    LoadCurve                volume_curve;
  };

  /** Section "Long axis NAME". */
  struct LongAxisParameters
  {
    std::string              name, where;
    std::vector<std::string> base, wall;
    double                   apical = 0.25, basal = 0.75, width = 0.2;

    void declare(ParameterSection &section);
  };

  /** Section "Wall NAME". */
  struct WallParameters
  {
    std::string              name, where;
    std::vector<std::string> inner, outer;

    void declare(ParameterSection &section);
  };

  /** Section "Probe NAME": a point that moves with the body. */
  struct MarkerParameters
  {
    std::string           name, where;
    std::array<double, 3> point = {{0., 0., 0.}}; ///< in the reference [m]
  };

  /** Section "Active tension". */
  struct ActiveTensionParameters
  {
    std::string                  law = "none";
    std::shared_ptr<Contraction> contraction; ///< null for passive tissue
    std::string                  convention = "second Piola-Kirchhoff";
    std::vector<std::string>     regions; ///< that contract; empty: all
    std::filesystem::path        table, drive;
    bool                         stabilised = true;
    std::string                  where_regions, where_table, where_drive;

    void declare(ParameterSection &section);
    void check() const;
  };

  /** Section "Active strain". */
  struct ActiveStrainParameters
  {
    double                   shortening = 0.; ///< gamma at full size; 0: none
    LoadCurve                curve;
    std::vector<std::string> regions; ///< that contract; empty: all
    std::string              where, where_regions;

    void declare(ParameterSection &section);
  };

  /** Section "Reference configuration": the unloaded body of a mesh that is the body under the loads of the end. */
  struct ReferenceParameters
  {
    std::string  method     = "none"; ///< none, fixed point, inverse
    double       tolerance  = 1e-6;   ///< largest distance between the loaded body and the image [m]
    double       relaxation = 1.;     ///< weight of a correction
    unsigned int memory     = 10;     ///< corrections that the next one learns from
    unsigned int iterations = 50;

    void declare(ParameterSection &section);

    bool
    is_wanted() const
    {
      return method != "none";
    }
  };

  /** Section "Prestress": the mesh is the body under the loads of the start, and stays where it is. */
  struct PrestressParameters
  {
    bool         wanted     = false;
    double       tolerance  = 1e-7; ///< of the displacement [m]
    unsigned int steps      = 10;   ///< in which the loads grow
    unsigned int iterations = 100;

    void declare(ParameterSection &section);
  };

  /** Everything that a case of elasticity may set, but for mesh and fibres. */
  struct ElasticityParameters
  {
    TissueLaw                       material;
    std::vector<TissueLaw>          regions;
    ActiveTensionParameters         tension;
    ActiveStrainParameters          strain;
    ReferenceParameters             reference;
    PrestressParameters             prestress;
    std::string                     pressure_space = "continuous";
    std::array<double, 3>           body_force     = {{0., 0., 0.}}; ///< [N/m^3]
    std::vector<LoadedSurface>      surfaces;
    std::vector<CavityParameters>   cavities;
    std::vector<MarkerParameters>   probes;
    std::vector<LongAxisParameters> axes;
    std::vector<WallParameters>     walls;
    TimeParameters                  time          = {.end = 1., .step = 0.1};
    double                          smallest_part = 1. / 64.;
    MotionParameters                motion;
    NewtonParameters                newton = {.relative_tolerance      = 1e-6,
                                              .absolute_tolerance      = 1e-12,
                                              .maximum_step_reductions = 4,
                                              .globalisation           = "full steps"};
    MixedSolverParameters           solver;
    FieldOutputParameters           fields;
    double                          field_interval = 0.;
    bool                            energies = true, strain_fields = false, stress_fields = false;
    CheckpointParameters            checkpoint;

    void declare(ParameterSection &root);

    Continuity
    continuity_of_pressure() const
    {
      return pressure_space == "continuous" ? Continuity::continuous : Continuity::discontinuous;
    }

    /** Rules across entries. @throws InputError */
    void check() const;

  private:
    void declare_shapes(ParameterSection &root);
    void check_start() const;
  };
} // namespace vht
