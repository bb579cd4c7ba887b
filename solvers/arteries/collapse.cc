#include "solvers/arteries/collapse.h"

#include "physics/error.h"

#include <cmath>
#include <cstdio>

namespace vht
{
  void
  report_if_collapsed(const PlaceInTime &place, const AreaAndFlow &now, const AreaAndFlow &before)
  {
    if (now.area > 0. && std::isfinite(now.flow))
      return;
    char text[160];
    std::snprintf(text, sizeof text,
                  "%.4g of its %.4g m, time %.6g s: area %.4g m^2, flow %.4g m^3/s (before the step %.4g and %.4g).",
                  place.position, place.vessel.length, place.time, now.area, now.flow, before.area, before.flow);
    throw ConvergenceError("Vessel \"" + place.vessel.name + "\" has no positive area any more at " + text +
                           " The pressure outside is too high, the flow is drawn faster than a wave runs, or a unit of "
                           "the inlet is wrong; otherwise lower Discretisation/Courant number.");
  }

  void
  report_not_a_number(double time)
  {
    throw ConvergenceError("The network has a value that is not a number at time " + std::to_string(time) + " s.");
  }
} // namespace vht
