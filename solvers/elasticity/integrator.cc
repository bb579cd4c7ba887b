#include "solvers/elasticity/integrator.h"

#include "physics/error.h"
#include "solvers/core/log.h"
#include "solvers/core/run_record.h"

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>

namespace vht
{
  namespace
  {
    constexpr std::pair<const char *, unsigned int ElasticityWork::*> counts[] = {
      {"all steps", &ElasticityWork::steps},
      {"halved steps", &ElasticityWork::halvings},
      {"Newton iterations", &ElasticityWork::newton},
      {"linear iterations", &ElasticityWork::linear},
      {"most linear iterations", &ElasticityWork::most_linear}};
  } // namespace

  void
  ElasticityWork::save(std::map<std::string, double> &numbers) const
  {
    for (const auto &[name, count] : counts)
      numbers[name] = this->*count;
  }

  void
  ElasticityWork::load(const std::map<std::string, double> &numbers)
  {
    for (const auto &[name, count] : counts)
      this->*count = static_cast<unsigned int>(numbers.at(name));
  }

  ElasticityIntegrator::ElasticityIntegrator(ElasticityOperator          &equation,
                                             const MotionParameters      &motion,
                                             const NewtonParameters      &newton,
                                             const MixedSolverParameters &linear_solver,
                                             Log                         &log)
    : equation_(equation)
    , log_(log)
    , newton_(newton, log)
    , solver_(equation, linear_solver, log)
    , motion_(motion, equation.space())
    , pressure_(equation.space().make_pressure())
    , pressure_before_(pressure_)
    , u_(equation.space().make_displacement())
    , p_(pressure_)
    , mid_u_(u_)
    , mid_v_(u_)
    , mid_a_(u_)
  {
  }

  void
  ElasticityIntegrator::control_volumes(std::vector<VolumeControl::Controlled> cavities)
  {
    cavity_pressures_.assign(cavities.size(), 0.);
    cavity_pressures_before_ = cavity_pressures_;
    control_                 = std::make_unique<VolumeControl>(equation_, std::move(cavities));
  }

  std::vector<double>
  ElasticityIntegrator::further(const Vector &unknown) const
  {
    std::vector<double> values(cavity_pressures_.size());
    const MPI_Comm      communicator = equation_.space().mesh().communicator();
    if (dealii::Utilities::MPI::this_mpi_process(communicator) == 0)
      std::copy(unknown.end() - values.size(), unknown.end(), values.begin());
    return dealii::Utilities::MPI::broadcast(communicator, values, 0);
  }

  void
  ElasticityIntegrator::set_further(const std::vector<double> &values, Vector &unknown) const
  {
    if (dealii::Utilities::MPI::this_mpi_process(equation_.space().mesh().communicator()) == 0)
      std::copy(values.begin(), values.end(), unknown.end() - values.size());
  }

  ElasticityOperator::State
  ElasticityIntegrator::state_at(const Vector &unknown)
  {
    equation_.space().split(unknown, u_, p_);
    motion_.at(u_, mid_u_, mid_v_, mid_a_);
    return {&mid_u_, &p_, &mid_v_, &mid_a_};
  }

  namespace
  {
    // An extrapolated state is no good start when its residual is so many times that of the last state.
    constexpr double far_off = 100.;

    std::optional<ScopedTimer>
    timer(RunRecord *record, const char *name)
    {
      return record != nullptr ? std::optional<ScopedTimer>(std::in_place, *record, name) : std::nullopt;
    }
  } // namespace

  void
  ElasticityIntegrator::residual(const Vector &unknown, Vector &f)
  {
    const auto timing = timer(record_, "forces");
    const auto state  = state_at(unknown);
    if (control_)
      control_->apply(further(unknown));
    equation_.residual(state, f);
    if (control_)
      set_further(control_->residual(mid_u_), f);
  }

  void
  ElasticityIntegrator::linearise(const Vector &unknown)
  {
    {
      const auto timing = timer(record_, "assembly");
      const auto state  = state_at(unknown);
      if (control_)
        {
          control_->apply(further(unknown));
          control_->linearise(state, motion_.rates().displacement);
        }
      equation_.linearise(state, motion_.rates(), solver_.matrices());
    }
    const auto timing = timer(record_, "preconditioner");
    solver_.set_up(mid_u_);
  }

  unsigned int
  ElasticityIntegrator::solve(const Vector &f, Vector &step)
  {
    const auto   timing     = timer(record_, "linear solver");
    unsigned int iterations = 0;
    if (control_)
      {
        // The solver knows the body alone.
        Vector              body = equation_.space().make_unknown(), body_step(body);
        std::vector<double> pressures;
        std::copy_n(f.begin(), body.locally_owned_size(), body.begin());
        iterations = control_->solve(solver_, body, further(f), body_step, pressures);
        std::copy(body_step.begin(), body_step.end(), step.begin());
        set_further(pressures, step);
      }
    else
      {
        iterations = solver_.solve(f, step);
        step *= -1.;
      }
    work_.most_linear = std::max(work_.most_linear, iterations);
    return iterations;
  }

  void
  ElasticityIntegrator::extrapolate(double ratio, Vector &unknown)
  {
    motion_.predict(u_, ratio * motion_.last_step());
    p_ = pressure_;
    p_.add(ratio, pressure_, -ratio, pressure_before_);
    equation_.space().join(u_, p_, unknown);
    std::vector<double> pressures = cavity_pressures_;
    for (std::size_t c = 0; c < pressures.size(); ++c)
      pressures[c] += ratio * (cavity_pressures_[c] - cavity_pressures_before_[c]);
    set_further(pressures, unknown);
  }

  void
  ElasticityIntegrator::impose(Vector &unknown, double factor)
  {
    equation_.space().split(unknown, u_, p_);
    equation_.impose(u_, factor);
    equation_.space().join(u_, p_, unknown);
  }

  void
  ElasticityIntegrator::solve_from(Vector &unknown)
  {
    const NewtonResult result = newton_.solve(*this, unknown);
    work_.newton += result.iterations;
    work_.linear += result.linear_iterations;
    work_.residuals = result.residuals;
  }

  void
  ElasticityIntegrator::step(double dt, Loads &loads)
  {
    const double factor = loads.given(reached_ + dt), dt_before = motion_.last_step();
    motion_.begin(dt);
    loads.apply(reached_, dt, motion_.load_time());

    if (control_)
      control_->aim_at(reached_ + motion_.load_time() * dt);

    Vector unknown = equation_.space().make_unknown(cavity_pressures_.size()), last(unknown), f(unknown);
    equation_.space().join(motion_.displacement(), pressure_, last);
    set_further(cavity_pressures_, last);
    impose(last, factor);

    bool solved = false;
    if (dt_before > 0.)
      try
        {
          extrapolate(dt / dt_before, unknown);
          impose(unknown, factor);
          if (residual_norm(*this, unknown, f) <= far_off * residual_norm(*this, last, f))
            {
              solve_from(unknown);
              solved = true;
            }
        }
      catch (const ConvergenceError &error)
        {
          log_.detail(std::string(error.what()) + " Again, without extrapolation.");
        }
    if (!solved)
      {
        unknown = last;
        solve_from(unknown);
      }

    equation_.space().split(unknown, u_, p_);
    motion_.finish(u_);
    pressure_before_         = pressure_;
    pressure_                = p_;
    cavity_pressures_before_ = cavity_pressures_;
    cavity_pressures_        = further(unknown);
    loads.accept(reached_, dt);
    reached_ += dt;
    ++work_.steps;
  }

  void
  ElasticityIntegrator::advance(double time, double dt, double smallest, Loads &loads)
  {
    reached_          = time;
    const double end  = time + dt;
    double       part = dt;
    while (end - reached_ > 1e-9 * dt)
      {
        part = std::min(part, end - reached_);
        try
          {
            step(part, loads);
            part *= 2.;
          }
        catch (const ConvergenceError &error)
          {
            part *= 0.5;
            ++work_.halvings;
            if (part < smallest * dt)
              {
                std::ostringstream text;
                text << "No step from " << reached_ << " s on is small enough: " << part << " s was tried last. "
                     << error.what();
                throw ConvergenceError(text.str());
              }
            log_.detail(std::string(error.what()) + " The step is halved.");
          }
      }
    reached_ = end;
  }
} // namespace vht
