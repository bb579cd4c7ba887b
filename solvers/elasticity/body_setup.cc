#include "solvers/elasticity/body_setup.h"

#include "physics/error.h"

#include <deal.II/base/function_parser.h>
#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>

namespace vht
{
  namespace
  {
    namespace mpi = dealii::Utilities::MPI;

    /** An expression in x, y, z. */
    std::function<double(const Point &)>
    make_support(const LoadedSurface &surface)
    {
      if (surface.support.empty())
        return {};
      auto parser = std::make_shared<dealii::FunctionParser<dim>>(1);
      try
        {
          parser->initialize("x,y,z", surface.support, {{"pi", M_PI}});
          parser->value(Point());
        }
      catch (const std::exception &)
        {
          throw InputError(surface.where + ": the Support of the surface \"" + surface.name + "\", \"" +
                           surface.support + "\", is not an expression in x, y and z.");
        }
      return [parser](const Point &x) { return parser->value(x); };
    }

    /** Is the displacement along the normal given at every corner of a face? */
    template <typename Face>
    bool
    holds_normal(const Face &face, const std::array<bool, 3> &fixed)
    {
      const unsigned int n = face->n_vertices();
      for (unsigned int v = 0; v < n; ++v)
        {
          // The corners of a quadrangle are numbered line by line.
          const unsigned int next = n == 3 ? (v + 1) % 3 : v ^ 1u, last = n == 3 ? (v + 2) % 3 : v ^ 2u;
          const Tensor       normal =
            dealii::cross_product_3d(face->vertex(next) - face->vertex(v), face->vertex(last) - face->vertex(v));
          for (unsigned int d = 0; d < dim; ++d)
            if (!fixed[d] && std::abs(normal[d]) > 1e-6 * normal.norm())
              return false;
        }
      return true;
    }

    /** Can no face of the boundary move along its normal? Collective. */
    bool
    is_shut_in(const std::vector<GivenDisplacement> &given, const Mesh &mesh)
    {
      std::map<unsigned int, std::array<bool, 3>> fixed;
      for (const GivenDisplacement &each : given)
        for (unsigned int d = 0; d < dim; ++d)
          fixed[each.surface][d] |= each.component[d];
      bool free = false;
      for (const auto &cell : mesh.triangulation().active_cell_iterators())
        if (cell->is_locally_owned())
          for (const unsigned int f : cell->face_indices())
            free |= cell->at_boundary(f) && !holds_normal(cell->face(f), fixed[cell->face(f)->boundary_id()]);
      return !mpi::logical_or(free, mesh.communicator());
    }
  } // namespace

  LoadHistory::LoadHistory(const LoadCurve &curve, double end, const std::string &asked_by)
    : end_(end)
    , is_ramp_(curve.kind == "ramp")
  {
    if (curve.kind == "table")
      table_.emplace(curve.table, asked_by);
    if (!curve.is_absolute())
      return;
    const auto constants = curve.kind.ends_with("one ventricle")    ? ArosticaPressure::one_ventricle()
                           : curve.kind.ends_with("left ventricle") ? ArosticaPressure::left_ventricle()
                                                                    : ArosticaPressure::right_ventricle();
    benchmark_.emplace(constants, 1.001 * end);
  }

  double
  LoadHistory::at(double time) const
  {
    if (table_)
      return table_->at(time);
    if (benchmark_)
      return benchmark_->at(time);
    return is_ramp_ ? std::min(time / end_, 1.) : 1.;
  }

  std::map<unsigned int, Tissue>
  make_tissues(const ElasticityParameters &parameters, const Mesh &mesh, bool at_rest)
  {
    const std::string &name       = parameters.tension.convention;
    const auto         convention = name == "Cauchy"                  ? TensionConvention::cauchy
                                    : name == "first Piola-Kirchhoff" ? TensionConvention::first_piola_kirchhoff
                                                                      : TensionConvention::second_piola_kirchhoff;
    for (const TissueLaw &law : parameters.regions)
      mesh.region(law.region, law.where);
    std::map<unsigned int, Tissue> tissues;
    for (const Mesh::Group &region : mesh.regions())
      {
        const TissueLaw *law = &parameters.material;
        for (const TissueLaw &each : parameters.regions)
          if (each.region == region.name)
            law = &each;
        tissues[region.tag] = {.material     = law->material.get(),
                               .volumetric   = law->volumetric.get(),
                               .bulk_modulus = std::isnan(law->bulk_modulus) ? std::numeric_limits<double>::infinity()
                                                                             : law->bulk_modulus,
                               .viscosity    = at_rest ? 0. : law->viscosity,
                               .density = at_rest || parameters.motion.scheme == "quasi-static" ? 0. : law->density,
                               .stabilisation =
                                 std::isnan(law->stabilisation) ? shear_modulus(*law->material) : law->stabilisation,
                               .convention = convention};
      }
    return tissues;
  }

  std::vector<GivenDisplacement>
  make_given(const ElasticityParameters &parameters, const Mesh &mesh)
  {
    std::vector<GivenDisplacement> given;
    for (const LoadedSurface &surface : parameters.surfaces)
      if (!surface.fixed.empty())
        {
          const auto holds = [&](const char *axis) {
            return std::find(surface.fixed.begin(), surface.fixed.end(), axis) != surface.fixed.end();
          };
          given.push_back({mesh.surface(surface.name, surface.where), {holds("x"), holds("y"), holds("z")}, {}});
        }
    return given;
  }

  std::vector<HistoryLoad>
  make_loads(const ElasticityParameters &parameters, const MixedSpace &space)
  {
    const Mesh              &mesh = space.mesh();
    std::vector<HistoryLoad> loads;
    for (const LoadedSurface &surface : parameters.surfaces)
      {
        const auto &t   = surface.traction;
        const auto  tag = mesh.surface(surface.name, surface.where);
        loads.push_back(
          {{.surface        = tag,
            .pressure       = surface.pressure_curve.is_absolute() ? 1. : surface.pressure,
            .traction       = Tensor({t[0], t[1], t[2]}),
            .normal_spring  = surface.normal_spring,
            .spring         = surface.spring,
            .normal_dashpot = surface.normal_dashpot,
            .dashpot        = surface.dashpot,
            .normals        = surface.smooth_normals
                                ? std::make_shared<const SmoothNormals>(mesh, tag, space.nodes().face_quadrature())
                                : nullptr,
            .support        = make_support(surface)},
           LoadHistory(surface.pressure_curve, parameters.time.end, surface.where),
           LoadHistory(surface.traction_curve, parameters.time.end, surface.where)});
      }
    return loads;
  }

  std::vector<SurfaceLoad>
  loads_at(const std::vector<HistoryLoad> &histories, double time)
  {
    std::vector<SurfaceLoad> loads;
    for (const HistoryLoad &each : histories)
      {
        SurfaceLoad &now = loads.emplace_back(each.full);
        now.pressure *= each.pressure.at(time);
        now.traction *= each.traction.at(time);
      }
    return loads;
  }

  void
  refuse_if_pressure_is_unknown(const ElasticityOperator &equation, const std::vector<GivenDisplacement> &given)
  {
    if (!equation.is_compressible() && is_shut_in(given, equation.space().mesh()))
      throw InputError(
        "The whole boundary of an incompressible body is fixed along its normal (entries Fixed of the surfaces): its "
        "pressure is then known only up to a constant. Leave a part of the boundary free, or give "
        "Material/Bulk modulus.");
  }
} // namespace vht
