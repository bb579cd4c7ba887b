#pragma once

#include "solvers/nonlinear_diffusion/operator.h"
#include "tests/component/test_meshes.h"

#include <cmath>
#include <numbers>

namespace vht::test
{
  /**
   * A temperature that is no polynomial, and what drives it in the unit cube under the quadratic conductivity:
   * the source f = -(k lap T + k' |grad T|^2), T itself on x_min, x_max and z_min, and the inflow k dT/dn elsewhere.
   */
  struct Manufactured
  {
    static double
    temperature(const Point &p)
    {
      return 30. + 20. * wave(p[0]) * bow(p[1]) * rise(p[2]);
    }

    static Tensor
    gradient(const Point &p)
    {
      constexpr double pi = std::numbers::pi;
      return 20. * Tensor({pi * std::cos(pi * p[0] + 0.3) * bow(p[1]) * rise(p[2]),
                           -pi / 2. * std::sin(pi / 2. * p[1] + 0.2) * wave(p[0]) * rise(p[2]),
                           0.5 * wave(p[0]) * bow(p[1]) * rise(p[2])});
    }

    static DiffusionLoads
    loads()
    {
      constexpr double k_0 = 0.5, doubling = 50., pi = std::numbers::pi;
      const auto       k       = [](double t) { return k_0 * (1. + t * t / (doubling * doubling)); };
      const auto       k_slope = [](double t) { return 2. * k_0 * t / (doubling * doubling); };

      DiffusionLoads loads;
      loads.source = [=](const Point &p) {
        const double t = temperature(p), laplacian = (t - 30.) * (-pi * pi - pi * pi / 4. + 0.25);
        return -(k(t) * laplacian + k_slope(t) * gradient(p).norm_square());
      };
      for (const unsigned int tag : {1, 2, 5})
        loads.temperature[tag] = &Manufactured::temperature;
      loads.inflow[3] = [=](const Point &p) { return -k(temperature(p)) * gradient(p)[1]; };
      loads.inflow[4] = [=](const Point &p) { return k(temperature(p)) * gradient(p)[1]; };
      loads.inflow[6] = [=](const Point &p) { return k(temperature(p)) * gradient(p)[2]; };
      return loads;
    }

  private:
    static double
    wave(double x)
    {
      return std::sin(std::numbers::pi * x + 0.3);
    }

    static double
    bow(double y)
    {
      return std::cos(std::numbers::pi / 2. * y + 0.2);
    }

    static double
    rise(double z)
    {
      return std::exp(z / 2.);
    }
  };
} // namespace vht::test
