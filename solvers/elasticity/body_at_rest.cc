#include "solvers/elasticity/body_at_rest.h"

#include "physics/error.h"

#include <algorithm>

namespace vht
{
  BodyAtRest::BodyAtRest(const ElasticityParameters &parameters,
                         const MixedSpace           &space,
                         const AxesOfCell           &axes,
                         double                      time,
                         const std::string          &asked_by,
                         Log                        &log)
    : equation_(space, make_tissues(parameters, space.mesh(), true), axes, make_given(parameters, space.mesh()))
    , integrator_(equation_, MotionParameters(), parameters.newton, parameters.solver, log)
    , loads_(loads_at(make_loads(parameters, space), time))
    , body_force_({parameters.body_force[0], parameters.body_force[1], parameters.body_force[2]})
  {
    refuse_if_pressure_is_unknown(equation_, make_given(parameters, space.mesh()));
    const bool loaded = std::any_of(loads_.begin(), loads_.end(), [](const SurfaceLoad &load) {
      return load.pressure != 0. || load.traction.norm_square() > 0.;
    });
    if (!loaded && body_force_.norm_square() == 0.)
      throw InputError(asked_by + ": nothing acts on the body at " + std::to_string(time) +
                       " s, no pressure, no traction, no body force. Are the curves of the loads (Pressure curve, "
                       "Traction curve) those that are meant? A ramp begins with zero.");
  }

  void
  BodyAtRest::apply(double time, double dt, double part)
  {
    const double factor = from_ + (to_ - from_) * (time + part * dt);
    auto         loads  = loads_;
    for (SurfaceLoad &load : loads)
      {
        load.pressure *= factor;
        load.traction *= factor;
      }
    equation_.set_loads(std::move(loads), factor * body_force_);
  }

  void
  BodyAtRest::load(double from, double to)
  {
    from_ = from;
    to_   = to;
    // The time of the solver runs from 0 to 1. Where the loads stay, smaller steps do not help.
    integrator_.advance(0., 1., from == to ? 1. : 1. / 64., *this);
  }

  void
  BodyAtRest::set_state(const Vector &displacement, const Vector &pressure)
  {
    const auto motion = integrator_.motion().state();
    *motion[0] = *motion[3] = displacement;
    integrator_.motion().restart_at(0, 0.);
    for (Vector *each : integrator_.pressures())
      *each = pressure;
  }
} // namespace vht
