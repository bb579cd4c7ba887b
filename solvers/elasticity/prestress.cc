#include "solvers/elasticity/prestress.h"

#include "physics/error.h"
#include "solvers/core/run.h"
#include "solvers/elasticity/body_at_rest.h"

#include <sstream>

namespace vht
{
  Prestress
  find_prestress(const ElasticityParameters &parameters, const MixedSpace &space, const AxesOfCell &axes, Run &run)
  {
    const ScopedTimer         timer(run.record(), "prestress");
    const PrestressParameters wanted = parameters.prestress;
    const Vector              none   = space.make_displacement();
    BodyAtRest                body(parameters, space, axes, 0., "Prestress/Wanted", run.log());
    Prestress                 result;

    const auto update = [&](double from, double to) {
      body.load(from, to);
      body.equation().keep_stress({&body.displacement(), &body.pressure()});
      result.distances.push_back(body.displacement().linfty_norm());
      body.set_state(none, Vector(body.pressure()));
    };
    for (unsigned int step = 0; step < wanted.steps; ++step)
      update(step / double(wanted.steps), (step + 1.) / wanted.steps);
    for (unsigned int iteration = 0; result.distances.back() > wanted.tolerance; ++iteration)
      {
        if (iteration == wanted.iterations)
          throw ConvergenceError("The prestress is not found: after " + std::to_string(iteration) +
                                 " updates at full load the body still moves by " +
                                 std::to_string(result.distances.back() * 1e3) +
                                 " mm. Prestress/Iterations or Tolerance may be larger.");
        update(1., 1.);
      }
    result.axes     = body.equation().axes_at_rest();
    result.pressure = body.pressure();

    std::ostringstream text;
    text << "Prestress: found after " << result.distances.size() - wanted.steps << " updates at full load, the last by "
         << result.distances.back() << " m";
    run.log().info(text.str());
    run.record().note("prestress/updates", static_cast<double>(result.distances.size()));
    run.record().note("prestress/displacement [m]", result.distances.back());
    return result;
  }
} // namespace vht
