#include "solvers/heart/fibres/fibre_parameters.h"

#include "physics/error.h"
#include "physics/units.h"
#include "solvers/core/parameters.h"
#include "solvers/core/types.h"

namespace vht
{
  namespace
  {
    constexpr Bounds angles = {-180., 180.};

    void
    declare_angles(ParameterSection &section, const std::string &symbol, WallAngles &angle, const std::string &what)
    {
      const auto add = [&](const std::string &where, double &value, const std::string &doc) {
        section.add(symbol + " " + where, value, "degree", angles, what + " " + doc);
        section.critical();
      };
      add("endocardium", angle.endo, "on the endocardium");
      add("epicardium", angle.epi, "on the epicardium");
      add("right endocardium", angle.endo_rv, "on the endocardium of the right ventricle; empty: as on the left");
      add("right epicardium", angle.epi_rv, "on the epicardium of the right ventricle; empty: as on the left");
      add("septum left", angle.septum_left, "on the left side of the septum; empty: as on the endocardium");
      add("septum right", angle.septum_right, "on the right side of the septum; empty: as on the right endocardium");
    }

    void
    declare_name(ParameterSection &section, const std::string &key, RequestedName &name, const std::string &doc)
    {
      section.add(key, name.name, doc);
      section.critical();
      name.asked_by = section.where(key);
      name.given    = section.is_given(key);
    }
    void
    declare_ellipsoid(ParameterSection &section, EllipsoidWall &wall, std::string &depth)
    {
      const auto add = [&](const std::string &key, double &value, const std::string &unit, Bounds bounds,
                           const std::string &doc) {
        section.add(key, value, unit, bounds, doc);
        section.critical();
      };
      constexpr Bounds lengths = {1e-6, 1.}; // [m]
      add("Inner radius", wall.inner_radius, "m", lengths, "Half axis of the endocardium across the axis");
      add("Inner half length", wall.inner_length, "m", lengths, "Half axis of the endocardium along the axis");
      add("Outer radius", wall.outer_radius, "m", lengths, "Half axis of the epicardium across the axis");
      add("Outer half length", wall.outer_length, "m", lengths, "Half axis of the epicardium along the axis");
      add("Alpha endocardium", wall.alpha_endo, "degree", angles,
          "Helix angle of the fibres, positive towards the base, on the endocardium");
      add("Alpha epicardium", wall.alpha_epi, "degree", angles, "The same on the epicardium; linear between them");

      std::array<double, 3> axis = {0., 0., 1.}, centre = {};
      section.add("Axis", axis, "1", "Direction of the long axis, of any length and either way round");
      section.critical();
      section.add("Centre", centre, "m", "Of the ellipsoids");
      section.critical();
      wall.axis   = Tensor({axis[0], axis[1], axis[2]});
      wall.centre = Point(centre[0], centre[1], centre[2]);
      if (wall.axis.norm() > 0.)
        wall.axis /= wall.axis.norm();

      section.add_choice(
        "Depth", depth, {"geometry", "Laplace"},
        "How deep in the wall a point is. geometry: by the ellipsoid through it, half axes linear "
        "between inside and outside; Laplace: by diffusion between the surfaces, as in Arostica et al. "
        "2025, with Rule/Degree and Rule/Solver");
      section.critical();
    }

    void
    check_ellipsoid(const EllipsoidWall &wall, const std::string &section)
    {
      if (!(wall.inner_radius < wall.outer_radius && wall.inner_length < wall.outer_length))
        throw InputError(section + ": the inner half axes, " + std::to_string(1e3 * wall.inner_radius) + " and " +
                         std::to_string(1e3 * wall.inner_length) + " mm, must be smaller than the outer ones, " +
                         std::to_string(1e3 * wall.outer_radius) + " and " + std::to_string(1e3 * wall.outer_length) +
                         " mm.");
      if (!(wall.axis.norm() > 0.))
        throw InputError(section + "/Axis is zero: give a direction, such as 0, 0, 1.");
    }
  } // namespace


  void
  FibreParameters::declare(ParameterSection &root)
  {
    section = root.path();
    root.add_choice("Type", type, {"rule-based", "ellipsoid", "file", "uniform", "none"},
                    "rule-based: ventricles, from the named surfaces (doi:10.1007/s10439-012-0593-5); ellipsoid: in "
                    "closed form between two ellipsoids (doi:10.1098/rspa.2015.0641); file: directions "
                    "of a .lon, .vtu or .vtk file; uniform: one direction; none: the tissue has no directions");
    root.critical();

    ParameterSection &rule_based = root.section("Rule", "Type = rule-based");
    rule_based.add_choice(
      "Interpolation", rule, {"linear", "Bayer"},
      "linear: angles change linearly across the wall; Bayer: quadratically, as published, with a jump "
      "where the angles are more than 90 degrees apart");
    rule_based.critical();
    declare_angles(rule_based, "Alpha", alpha, "Helix angle of the fibres, positive towards the base,");
    declare_angles(rule_based, "Beta", beta, "Sheet angle: 0 keeps the sheets' direction in the plane of the wall;");
    rule_based.add(
      "Degree", degree, {1, 2},
      "Polynomial degree of the Laplace solutions. 2: angles ten times as accurate, in five times the time");
    rule_based.critical();
    rule_based.add("Apex", apex, "m",
                   "The outer point of the left apex; empty: the place of the epicardium farthest from the base");
    rule_based.critical();
    solver.declare(rule_based.section("Solver", "Of the Laplace problems; PETSc options -heart_fibres_..."));

    ParameterSection &surfaces = root.section("Surfaces", "Names of the mesh's surfaces");
    declare_name(surfaces, "Left endocardium", endo_lv, "Surface of the left (or only) cavity");
    declare_name(surfaces, "Right endocardium", endo_rv,
                 "Surface of the right cavity; a mesh without it has one ventricle");
    declare_name(surfaces, "Epicardium", epi, "Outer surface");
    declare_name(surfaces, "Base", base, "Surface where the ventricles are cut off");

    declare_ellipsoid(root.section("Ellipsoid", "Type = ellipsoid"), ellipsoid, ellipsoid_depth);

    ParameterSection &uniform = root.section("Uniform", "Type = uniform");
    uniform.add("Fibre", fibre, "1", "Direction of the fibres, of any length");
    uniform.critical();
    uniform.add("Sheet", sheet, "1", "Direction of the sheets; only its part perpendicular to the fibres counts");
    uniform.critical();

    ParameterSection &import = root.section("Import", "Type = file");
    import.add_file("File", file, "A .lon file (openCARP), or a .vtu or .vtk file with vectors on the same mesh");
    declare_name(import, "Fibre array", fibre_array,
                 "Name of the vectors along the fibres, of cells or points (VTU, VTK)");
    declare_name(import, "Sheet array", sheet_array,
                 "Name of the vectors along the sheets; a file without them has none");
    import.add("Length unit", length_unit, "Unit of the file's coordinates (VTU, VTK): m, mm, cm, um");
    import.add("Tolerance", tolerance, "m", Bounds::at_least(0.),
               "How far cells or points of the file may be from the mesh's; empty: a hundredth of an edge");

    root.add("Export", export_lon, "Write fibre and sheet of each cell to fibres.lon, in the order of the mesh file");
  }

  void
  FibreParameters::check() const
  {
    if (type == "file" && file.empty())
      throw InputError(section + "/Import/File: missing, but " + section +
                       "/Type = file. Name a .lon, .vtu or .vtk file, or choose another type.");
    if (type == "file")
      to_si("1 " + length_unit, "m");
    if (type == "ellipsoid")
      check_ellipsoid(ellipsoid, section + "/Ellipsoid");
    if (type == "uniform")
      {
        const Tensor f({fibre[0], fibre[1], fibre[2]}), s({sheet[0], sheet[1], sheet[2]});
        if (!(f.norm() > 0.))
          throw InputError(section + "/Uniform/Fibre is zero: give a direction, such as 1, 0, 0.");
        if (!(dealii::cross_product_3d(f, s).norm() > 1e-8 * f.norm() * s.norm()))
          throw InputError(section + "/Uniform/Sheet is zero or parallel to Fibre: give another direction.");
      }
  }
} // namespace vht
