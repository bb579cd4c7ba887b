#include "solvers/elasticity/motion.h"

#include "solvers/core/parameters.h"

namespace vht
{
  void
  MotionParameters::declare(ParameterSection &section)
  {
    section.add_choice(
      "Scheme", scheme, {"quasi-static", "generalised-alpha", "Newmark", "BDF2"},
      "How the equation of motion is stepped in time; quasi-static leaves inertia out. Newmark keeps the energy of "
      "small motions and may lose it in large ones: generalised-alpha damps what the step cannot follow");
    section.critical();
    section.add("Alpha m", alpha_m, "1", {-1., 0.5}, "Of generalised-alpha: weight of the old acceleration");
    section.critical();
    section.add("Alpha f", alpha_f, "1", {0., 0.5},
                "Of generalised-alpha: weight of the old displacement and velocity");
    section.critical();
  }

  Motion::Motion(const MotionParameters &parameters, const MixedSpace &space)
    : scheme_(parameters.scheme == "quasi-static" ? Scheme::quasi_static
              : parameters.scheme == "BDF2"       ? Scheme::bdf2
                                                  : Scheme::generalised_alpha)
    , u_(space.make_displacement())
    , v_(u_)
    , a_(u_)
    , u_before_(u_)
    , v_before_(u_)
  {
    if (parameters.scheme == "generalised-alpha")
      {
        alpha_m_ = parameters.alpha_m;
        alpha_f_ = parameters.alpha_f;
      }
    gamma_ = 0.5 + alpha_f_ - alpha_m_;
    beta_  = (gamma_ + 0.5) * (gamma_ + 0.5) / 4.;
  }

  void
  Motion::begin(double dt)
  {
    dt_ = dt;
  }

  std::array<double, 3>
  Motion::backward_difference() const
  {
    if (n_steps_ == 0)
      return {1. / dt_, -1. / dt_, 0.};
    const double ratio = dt_ / dt_before_;
    return {(1. + 2. * ratio) / (1. + ratio) / dt_, -(1. + ratio) / dt_, ratio * ratio / (1. + ratio) / dt_};
  }

  void
  Motion::new_rates(const Vector &u, Vector &v, Vector &a) const
  {
    v = u;
    v -= u_;
    switch (scheme_)
      {
        case Scheme::quasi_static:
          v *= 1. / dt_;
          a = 0.;
          return;
        case Scheme::generalised_alpha:
          a.equ(1. / (beta_ * dt_ * dt_), v);
          a.add(-1. / (beta_ * dt_), v_, 1. - 1. / (2. * beta_), a_);
          v = v_;
          v.add(dt_ * (1. - gamma_), a_, dt_ * gamma_, a);
          return;
        case Scheme::bdf2:
          const auto weight = backward_difference();
          v.equ(weight[0], u);
          v.add(weight[1], u_, weight[2], u_before_);
          a.equ(weight[0], v);
          a.add(weight[1], v_, weight[2], v_before_);
      }
  }

  void
  Motion::at(const Vector &u, Vector &displacement, Vector &velocity, Vector &acceleration) const
  {
    new_rates(u, velocity, acceleration);
    displacement = u;
    if (alpha_f_ > 0.)
      {
        displacement.sadd(1. - alpha_f_, alpha_f_, u_);
        velocity.sadd(1. - alpha_f_, alpha_f_, v_);
      }
    if (alpha_m_ != 0.)
      acceleration.sadd(1. - alpha_m_, alpha_m_, a_);
  }

  StateRates
  Motion::rates() const
  {
    switch (scheme_)
      {
        case Scheme::quasi_static:
          return {1., 1. / dt_, 0.};
        case Scheme::generalised_alpha:
          return {1. - alpha_f_, (1. - alpha_f_) * gamma_ / (beta_ * dt_), (1. - alpha_m_) / (beta_ * dt_ * dt_)};
        default:
          const double weight = backward_difference()[0];
          return {1., weight, weight * weight};
      }
  }

  void
  Motion::finish(const Vector &u)
  {
    Vector v(u_), a(u_);
    new_rates(u, v, a);
    u_before_  = u_;
    v_before_  = v_;
    u_         = u;
    v_         = v;
    a_         = a;
    dt_before_ = dt_;
    ++n_steps_;
  }

  void
  Motion::predict(Vector &u, double dt) const
  {
    u = u_;
    if (n_steps_ > 0 && dt_before_ > 0.)
      u.add(dt / dt_before_, u_, -dt / dt_before_, u_before_);
  }
} // namespace vht
