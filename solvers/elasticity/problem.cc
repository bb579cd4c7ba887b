#include "solvers/elasticity/problem.h"

#include "physics/error.h"
#include "physics/unusual.h"
#include "solvers/core/petsc_options.h"
#include "solvers/core/run.h"
#include "solvers/elasticity/prestress.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <utility>

namespace vht
{
  namespace
  {
    std::string
    time_text(double seconds)
    {
      std::ostringstream text;
      text << "t = " << seconds << " s";
      return text.str();
    }
  } // namespace

  ElasticityProblem::ElasticityProblem(const ElasticityParameters &parameters,
                                       const Mesh                 &mesh,
                                       const AxesOfCell           &axes,
                                       Run                        &run)
    : parameters_(parameters)
    , run_(run)
    , axes_(axes)
    , space_(mesh, parameters.continuity_of_pressure())
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
    loads_ = make_loads(parameters_, space_);
    refuse_if_pressure_is_unknown(equation_, make_given(parameters_, mesh));
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
    if (parameters_.prestress.wanted)
      stress_order_.emplace(mesh, 9 * equation_.quadrature().size());
    if (parameters_.strain.shortening != 0.)
      strain_.emplace(parameters_, equation_);
    if (parameters_.energies)
      energies_.emplace(equation_, postprocessor_.cavities(), controlled_, integrator_.motion().is_dynamic());
    std::ostringstream text;
    text << "Material: " << material.name() << ", "
         << (equation_.is_compressible() ? "nearly incompressible" : "incompressible") << "; " << space_.n_unknowns()
         << " unknowns, " << space_.name() << ", " << parameters_.motion.scheme;
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
    equation_.set_loads(loads_at(loads_, time + part * dt), body_force());
    if (strain_)
      strain_->apply(time + part * dt);
    if (tension_)
      tension_->apply(time, dt, part);
  }

  void
  ElasticityProblem::accept(double time, double dt)
  {
    if (strain_)
      strain_->apply(time + dt);
    const double tension_work = tension_ ? tension_->accept(time, dt, state()) : 0.;
    if (!energies_)
      return;
    const auto                      motion = integrator_.motion().state();
    const ElasticityOperator::State old{motion[3], integrator_.pressures()[1], motion[4]};
    const auto                      loads_before = loads_at(loads_, time), loads_now = loads_at(loads_, time + dt);
    const auto pressures_before = cavity_pressures(time, 1), pressures_now = cavity_pressures(time + dt, 0);
    energies_->add_step(dt, {old, loads_before, pressures_before}, {state(), loads_now, pressures_now}, body_force(),
                        tension_work);
  }

  Tensor
  ElasticityProblem::body_force() const
  {
    const auto &b = parameters_.body_force;
    return Tensor({b[0], b[1], b[2]});
  }

  double
  ElasticityProblem::pressure_around(const Cavity &cavity, double time) const
  {
    for (const HistoryLoad &load : loads_)
      if (load.full.surface == cavity.surfaces().front())
        return load.full.pressure * load.pressure.at(time);
    return 0.;
  }

  std::vector<double>
  ElasticityProblem::cavity_pressures(double time, std::size_t state) const
  {
    std::vector<double> pressures;
    for (const Cavity &cavity : postprocessor_.cavities())
      pressures.push_back(pressure_around(cavity, time));
    for (std::size_t i = 0; i < controlled_.size(); ++i)
      pressures[controlled_[i]] = integrator_.cavity_pressures(state)[i];
    return pressures;
  }

  void
  ElasticityProblem::write_table()
  {
    postprocessor_.write_table(time_.time(), integrator_.displacement(), cavity_pressures(time_.time(), 0),
                               energies_ ? &*energies_ : nullptr);
  }

  void
  ElasticityProblem::start_under_stress()
  {
    const Prestress prestress = find_prestress(parameters_, space_, axes_, run_);
    equation_.set_axes_at_rest(prestress.axes);
    for (Vector *pressure : integrator_.pressures())
      *pressure = prestress.pressure;
  }

  void
  ElasticityProblem::setup()
  {
    if (run_.restart())
      restore();
    else if (parameters_.prestress.wanted)
      start_under_stress();
    if (!run_.restart() && energies_)
      {
        const auto loads     = loads_at(loads_, 0.);
        const auto pressures = cavity_pressures(0., 0);
        energies_->start({state(), loads, pressures});
      }
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
    if (energies_)
      energies_->save(info.numbers);

    for (std::size_t k = 0; k < 2; ++k)
      for (std::size_t i = 0; i < controlled_.size(); ++i)
        info.numbers[cavity_number(k, i)] = (*integrator_.cavity_pressures()[k])[i];

    std::vector<std::vector<double>> values;
    std::vector<Checkpoint::Field>   fields;
    values.reserve(3 * motion_names.size() + pressure_names.size() + 2);
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
    if (stress_order_)
      fields.push_back({"axes at rest", &*stress_order_, values.emplace_back(equation_.axes_at_rest())});
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
    if (stress_order_)
      equation_.set_axes_at_rest(checkpoint_.read("axes at rest", *stress_order_));
    if (tension_)
      tension_->load(checkpoint_.read("active tension", *point_order_));
    integrator_.motion().restart_at(static_cast<unsigned int>(info.numbers.at("steps")), info.numbers.at("last step"));
    integrator_.work().load(info.numbers);
    postprocessor_.load(info.numbers);
    if (energies_)
      energies_->load(info.numbers);
    time_.restart_at(info.time, info.step);
    run_.log().info("Restart at " + time_text(info.time) + ", step " + std::to_string(info.step));
  }
} // namespace vht
