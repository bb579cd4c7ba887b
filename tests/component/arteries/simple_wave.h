#pragma once

#include "physics/circulation/tube_law.h"
#include "solvers/arteries/network.h"

#include <cmath>

namespace vht::test
{
  /** A wave of moderate height that runs to the right in a vessel without friction: u - 4 c keeps its value. */
  struct SimpleWave
  {
    static constexpr double density = 1060.;

    explicit SimpleWave(const Vessel &vessel, double start = 0.15, double width = 0.04)
      : law(TubeLaw::of(vessel.proximal_radius, vessel.wall_thickness, vessel.youngs_modulus))
      , rest_speed(law.wave_speed(law.reference_area, density))
      , start(start)
      , width(width)
    {
    }

    /** At the beginning [m/s]. */
    double
    initial_speed(double x) const
    {
      const double s = (x - start) / width;
      return rest_speed * (1. + 0.03 * std::exp(-s * s));
    }

    double
    velocity(double speed) const
    {
      return 4. * (speed - rest_speed);
    }

    /** Speed c at a place and time: constant along dx/dt = u + c. */
    double
    speed(double x, double time) const
    {
      double from = x - rest_speed * time;
      for (int i = 0; i < 100; ++i)
        {
          const double c = initial_speed(from);
          from           = x - (velocity(c) + c) * time;
        }
      return initial_speed(from);
    }

    /** c = sqrt(stiffness sqrt(A) / (2 density)) */
    double
    area(double speed) const
    {
      const double root = 2. * density * speed * speed / law.stiffness;
      return root * root;
    }

    TubeLaw law;
    double  rest_speed, start, width;
  };
} // namespace vht::test
