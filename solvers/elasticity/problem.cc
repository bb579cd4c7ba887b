#include "solvers/elasticity/problem.h"

#include "physics/error.h"
#include "physics/unusual.h"
#include "solvers/core/petsc_options.h"
#include "solvers/core/run.h"

#include <deal.II/base/function_parser.h>
#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <utility>

namespace vht
{
  namespace
  {
    namespace mpi = dealii::Utilities::MPI;

    std::map<unsigned int, Tissue>
    make_tissues(const ElasticityParameters &parameters, const Mesh &mesh)
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
                                 .viscosity    = law->viscosity,
                                 .density      = parameters.motion.scheme == "quasi-static" ? 0. : law->density,
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

    /** Is there a face of the boundary, with a name or without, that is on none of these surfaces? Collective. */
    bool
    has_boundary_besides(const std::vector<unsigned int> &surfaces, const Mesh &mesh)
    {
      bool found = false;
      for (const auto &cell : mesh.triangulation().active_cell_iterators())
        if (cell->is_locally_owned())
          for (const unsigned int f : cell->face_indices())
            found |= cell->at_boundary(f) &&
                     std::find(surfaces.begin(), surfaces.end(), cell->face(f)->boundary_id()) == surfaces.end();
      return mpi::logical_or(found, mesh.communicator());
    }

    std::string
    time_text(double seconds)
    {
      std::ostringstream text;
      text << "t = " << seconds << " s";
      return text.str();
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

  ElasticityProblem::ElasticityProblem(const ElasticityParameters &parameters,
                                       const Mesh                 &mesh,
                                       const AxesOfCell           &axes,
                                       Run                        &run)
    : parameters_(parameters)
    , run_(run)
    , space_(mesh)
    , equation_(space_, make_tissues(parameters_, mesh), axes, make_given(parameters_, mesh))
    , integrator_(equation_, parameters.motion, parameters.newton, parameters.solver, run.log())
    , postprocessor_(equation_, parameters, run)
    , time_(parameters.time)
    , node_order_(space_.nodes())
    , pressure_order_(space_.pressures())
    , checkpoint_(run.output(), run.communicator())
    , schedule_(parameters.checkpoint, run.communicator())
  {
    integrator_.time_with(run.record());
    make_loads(mesh);
    control_volumes();
    if (parameters_.tension.contraction)
      {
        tension_.emplace(parameters_.tension, equation_);
        point_order_.emplace(mesh, equation_.quadrature().size() * tension_->n_values());
        run_.log().info("Active tension: " + parameters_.tension.law + ", as " + parameters_.tension.convention +
                        (parameters_.tension.convention == "Cauchy" ? " stress" : " stress of the fibres"));
        if (const std::string doi(parameters_.tension.contraction->doi()); !doi.empty())
          run_.record().cite(parameters_.tension.law, doi);
      }
    const Material &material = *parameters_.material.material;
    run_.record().cite(std::string(material.name()), std::string(material.doi()));
    std::ostringstream text;
    text << "Material: " << material.name() << ", "
         << (equation_.is_compressible() ? "nearly incompressible" : "incompressible") << "; " << space_.n_unknowns()
         << " unknowns, " << (mesh.is_simplex() ? "P2/P1" : "Q2/Q1") << ", " << parameters_.motion.scheme;
    run_.log().info(text.str());
    const auto warn_of = [&](const std::string &section, const Parameters &constants) {
      for (const std::string &warning : unusual(constants))
        run_.log().warning(section + "/" + warning);
    };
    warn_of("Material", parameters_.material.material->parameters());
    for (const TissueLaw &law : parameters_.regions)
      warn_of("Material/Region " + law.region, law.material->parameters());
    if (tension_)
      warn_of("Active tension", parameters_.tension.contraction->parameters());
    for (const Cavity &cavity : postprocessor_.cavities())
      {
        Vector at_rest = space_.make_displacement();
        at_rest.update_ghost_values();
        std::ostringstream line;
        line << "Cavity " << cavity.name() << ": " << cavity.volume(at_rest) * 1e6 << " mL at rest, "
             << (cavity.is_open() ? "closed over its rim" : "closed");
        run_.log().info(line.str());
      }
  }

  void
  ElasticityProblem::make_loads(const Mesh &mesh)
  {
    std::vector<unsigned int> fixed;
    for (const LoadedSurface &surface : parameters_.surfaces)
      {
        const unsigned int tag = mesh.surface(surface.name, surface.where);
        loads_.push_back({{.surface        = tag,
                           .pressure       = surface.pressure_curve.is_absolute() ? 1. : surface.pressure,
                           .traction       = Tensor({surface.traction[0], surface.traction[1], surface.traction[2]}),
                           .normal_spring  = surface.normal_spring,
                           .spring         = surface.spring,
                           .normal_dashpot = surface.normal_dashpot,
                           .dashpot        = surface.dashpot,
                           .support        = make_support(surface)},
                          LoadHistory(surface.pressure_curve, parameters_.time.end, surface.where),
                          LoadHistory(surface.traction_curve, parameters_.time.end, surface.where)});
        if (surface.fixed.size() == 3)
          fixed.push_back(tag);
      }
    if (!equation_.is_compressible() && !has_boundary_besides(fixed, mesh))
      throw InputError("The whole boundary of an incompressible body is fixed: its pressure is then known only up to a "
                       "constant. Leave a part of the boundary free, or give Material/Bulk modulus.");
  }

  void
  ElasticityProblem::control_volumes()
  {
    std::vector<VolumeControl::Controlled> controlled;
    Vector                                 at_rest = space_.make_displacement();
    at_rest.update_ghost_values();
    for (std::size_t c = 0; c < parameters_.cavities.size(); ++c)
      if (const CavityParameters &each = parameters_.cavities[c]; !std::isnan(each.volume))
        {
          const Cavity     &cavity = postprocessor_.cavities()[c];
          const LoadHistory history(each.volume_curve, parameters_.time.end, each.where);
          const double      rest = cavity.volume(at_rest), change = each.volume - rest;
          controlled.push_back({&cavity, [=](double time) { return rest + history.at(time) * change; }});
          controlled_.push_back(c);
        }
    if (!controlled.empty())
      integrator_.control_volumes(std::move(controlled));
  }

  ElasticityOperator::State
  ElasticityProblem::state() const
  {
    return {&integrator_.displacement(), &integrator_.pressure(), &integrator_.motion().velocity(),
            &integrator_.motion().acceleration()};
  }

  void
  ElasticityProblem::apply(double time, double dt, double part)
  {
    std::vector<SurfaceLoad> loads;
    const double             when = time + part * dt;
    for (const Load &load : loads_)
      {
        SurfaceLoad &now = loads.emplace_back(load.full);
        now.pressure *= load.pressure.at(when);
        now.traction *= load.traction.at(when);
      }
    const auto &b = parameters_.body_force;
    equation_.set_loads(std::move(loads), Tensor({b[0], b[1], b[2]}));
    if (tension_)
      tension_->apply(time, dt, part);
  }

  void
  ElasticityProblem::accept(double time, double dt)
  {
    if (tension_)
      tension_->accept(time, dt, state());
  }

  double
  ElasticityProblem::pressure_around(const Cavity &cavity, double time) const
  {
    for (const Load &load : loads_)
      if (load.full.surface == cavity.surfaces().front())
        return load.full.pressure * load.pressure.at(time);
    return 0.;
  }

  void
  ElasticityProblem::write_table()
  {
    std::vector<double> pressures;
    for (const Cavity &cavity : postprocessor_.cavities())
      pressures.push_back(pressure_around(cavity, time_.time()));
    for (std::size_t i = 0; i < controlled_.size(); ++i)
      pressures[controlled_[i]] = std::as_const(integrator_).cavity_pressures()[i];
    postprocessor_.write_table(time_.time(), integrator_.displacement(), pressures);
  }

  void
  ElasticityProblem::setup()
  {
    if (run_.restart())
      restore();
    postprocessor_.start(time_.time(), run_.restart());
    if (!run_.restart())
      {
        write_table();
        if (parameters_.field_interval > 0.)
          postprocessor_.write_fields(time_.time(), state());
      }
  }

  void
  ElasticityProblem::step()
  {
    {
      const ScopedTimer timer(run_.record(), "Newton");
      integrator_.advance(time_.time(), time_.step_size(), parameters_.smallest_part, *this);
    }
    time_.advance();
    const ScopedTimer timer(run_.record(), "postprocessing");
    write_table();
    if (time_.due(parameters_.field_interval) || time_.finished())
      postprocessor_.write_fields(time_.time(), state());
  }

  void
  ElasticityProblem::run()
  {
    bool options_checked = false;
    while (!time_.finished())
      {
        try
          {
            step();
          }
        catch (const ConvergenceError &error)
          {
            write_checkpoint(integrator_.reached());
            throw ConvergenceError(error.what() + (" A checkpoint of the last good state was written, at " +
                                                   time_text(integrator_.reached()) + "."));
          }
        if (!options_checked)
          check_unused_petsc_options();
        options_checked = true;

        const bool stop = run_.stop_requested();
        if (stop || schedule_.due(time_.step()))
          write_checkpoint(time_.time());
        if (stop)
          throw Stopped("Stopped at " + time_text(time_.time()) +
                        " on request, after a checkpoint. Go on with --restart.");
        const ElasticityWork &work = integrator_.work();
        run_.log().progress(time_.fraction(),
                            time_text(time_.time()) + ", " + std::to_string(work.newton) + " Newton iterations so far");
      }
    postprocessor_.finish(state(), integrator_.work());
    if (schedule_.wanted())
      write_checkpoint(time_.time());
  }

  namespace
  {
    constexpr std::array<const char *, 5> motion_names   = {"displacement", "velocity", "acceleration",
                                                            "displacement before", "velocity before"};
    constexpr std::array<const char *, 2> pressure_names = {"pressure", "pressure before"};
    constexpr std::array<const char *, 3> axis           = {" x", " y", " z"};

    std::string
    cavity_number(std::size_t state, std::size_t cavity)
    {
      return "cavity pressure " + std::to_string(cavity) + (state == 0 ? "" : " before");
    }
  } // namespace

  void
  ElasticityProblem::write_checkpoint(double time)
  {
    const ScopedTimer timer(run_.record(), "checkpoint");
    CheckpointInfo    info;
    info.time                 = time;
    info.step                 = time_.step();
    info.mesh                 = space_.mesh().checksum();
    info.critical_parameters  = run_.critical_parameters();
    info.numbers["steps"]     = integrator_.motion().n_steps();
    info.numbers["last step"] = integrator_.motion().last_step();
    integrator_.work().save(info.numbers);
    postprocessor_.save(info.numbers);

    for (std::size_t k = 0; k < 2; ++k)
      for (std::size_t i = 0; i < controlled_.size(); ++i)
        info.numbers[cavity_number(k, i)] = (*integrator_.cavity_pressures()[k])[i];

    std::vector<std::vector<double>> values;
    std::vector<Checkpoint::Field>   fields;
    values.reserve(3 * motion_names.size() + pressure_names.size() + 1);
    const auto motion = integrator_.motion().state();
    for (std::size_t k = 0; k < motion.size(); ++k)
      for (unsigned int d = 0; d < dim; ++d)
        {
          auto &component = values.emplace_back(motion[k]->locally_owned_size() / dim);
          for (std::size_t n = 0; n < component.size(); ++n)
            component[n] = motion[k]->local_element(dim * n + d);
          fields.push_back({std::string(motion_names[k]) + axis[d], &node_order_, component});
        }
    const auto pressures = integrator_.pressures();
    for (std::size_t k = 0; k < pressures.size(); ++k)
      {
        const auto &owned = values.emplace_back(pressures[k]->begin(), pressures[k]->end());
        fields.push_back({pressure_names[k], &pressure_order_, owned});
      }
    if (tension_)
      fields.push_back({"active tension", &*point_order_, values.emplace_back(tension_->save())});
    checkpoint_.write(info, fields);
    schedule_.written();
  }

  void
  ElasticityProblem::restore()
  {
    const CheckpointInfo info   = checkpoint_.open(space_.mesh().checksum(), run_.critical_parameters(), run_.log());
    const auto           motion = integrator_.motion().state();
    for (std::size_t k = 0; k < motion.size(); ++k)
      for (unsigned int d = 0; d < dim; ++d)
        {
          const auto component = checkpoint_.read(std::string(motion_names[k]) + axis[d], node_order_);
          for (std::size_t n = 0; n < component.size(); ++n)
            motion[k]->local_element(dim * n + d) = component[n];
        }
    const auto pressures = integrator_.pressures();
    for (std::size_t k = 0; k < pressures.size(); ++k)
      {
        const auto owned = checkpoint_.read(pressure_names[k], pressure_order_);
        std::copy(owned.begin(), owned.end(), pressures[k]->begin());
      }
    for (std::size_t k = 0; k < 2; ++k)
      for (std::size_t i = 0; i < controlled_.size(); ++i)
        (*integrator_.cavity_pressures()[k])[i] = info.numbers.at(cavity_number(k, i));
    if (tension_)
      tension_->load(checkpoint_.read("active tension", *point_order_));
    integrator_.motion().restart_at(static_cast<unsigned int>(info.numbers.at("steps")), info.numbers.at("last step"));
    integrator_.work().load(info.numbers);
    postprocessor_.load(info.numbers);
    time_.restart_at(info.time, info.step);
    run_.log().info("Restart at " + time_text(info.time) + ", step " + std::to_string(info.step));
  }
} // namespace vht
