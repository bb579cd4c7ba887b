#include "solvers/elasticity/integrator.h"

#include "physics/error.h"
#include "solvers/core/log.h"

#include <algorithm>
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

  ElasticityOperator::State
  ElasticityIntegrator::state_at(const Vector &unknown)
  {
    equation_.space().split(unknown, u_, p_);
    motion_.at(u_, mid_u_, mid_v_, mid_a_);
    return {&mid_u_, &p_, &mid_v_, &mid_a_};
  }

  void
  ElasticityIntegrator::residual(const Vector &unknown, Vector &f)
  {
    equation_.residual(state_at(unknown), f);
  }

  void
  ElasticityIntegrator::linearise(const Vector &unknown)
  {
    equation_.linearise(state_at(unknown), motion_.rates(), solver_.matrices());
    solver_.set_up(mid_u_);
  }

  unsigned int
  ElasticityIntegrator::solve(const Vector &f, Vector &step)
  {
    const unsigned int iterations = solver_.solve(f, step);
    step *= -1.;
    work_.most_linear = std::max(work_.most_linear, iterations);
    return iterations;
  }

  void
  ElasticityIntegrator::solve_from(Vector &unknown, double factor)
  {
    equation_.space().split(unknown, u_, p_);
    equation_.impose(u_, factor);
    equation_.space().join(u_, p_, unknown);
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

    Vector unknown = equation_.space().make_unknown();
    bool   solved  = false;
    if (dt_before > 0.)
      try
        {
          motion_.predict(u_, dt);
          p_ = pressure_;
          p_.add(dt / dt_before, pressure_, -dt / dt_before, pressure_before_);
          equation_.space().join(u_, p_, unknown);
          solve_from(unknown, factor);
          solved = true;
        }
      catch (const ConvergenceError &error)
        {
          log_.detail(std::string(error.what()) + " Again, without extrapolation.");
        }
    if (!solved)
      {
        equation_.space().join(motion_.displacement(), pressure_, unknown);
        solve_from(unknown, factor);
      }

    equation_.space().split(unknown, u_, p_);
    motion_.finish(u_);
    pressure_before_ = pressure_;
    pressure_        = p_;
    loads.accept(reached_, dt);
    reached_ += dt;
    ++work_.steps;
  }

  void
  ElasticityIntegrator::advance(double time, double dt, double smallest, Loads &loads)
  {
    reached_           = time;
    const double end   = time + dt;
    double       part  = dt;
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
