#include "physics/circulation/structured_tree.h"

#include "physics/error.h"

#include <cmath>
#include <numbers>
#include <vector>

namespace vht
{
  std::complex<double>
  womersley_function(std::complex<double> s)
  {
    // J_1 / J_0 = s / (2 - s^2 / (4 - s^2 / (6 - ...))), from far behind to the front.
    const std::complex<double> square = s * s;
    const int                  n      = 40 + 2 * static_cast<int>(std::abs(s));
    std::complex<double>       tail   = 2. * n;
    for (int i = n - 1; i >= 1; --i)
      tail = 2. * i - square / tail;
    return 2. / tail;
  }

  Parameters
  StructuredTree::parameters()
  {
    return {{"Root radius", &root_radius_, "m", 1e-5, 0.02, "a_0", {2e-4, 5e-3}},
            {"Least radius", &least_radius_, "m", 2e-6, 0.01, "a_min", {1e-5, 1e-3}},
            {"Larger daughter", &alpha_, "1", 0.01, 0.99, "alpha", {0.7, 0.97}},
            {"Smaller daughter", &beta_, "1", 0.01, 0.99, "beta", {0.3, 0.9}},
            {"Length over radius", &length_ratio_, "1", 0.1, 1e4, "lambda", {5., 100.}},
            {"Stiffness", &stiffness_, "Pa", 0., 1e9, "k_1", {1e5, 1e7}},
            {"Stiffness decay", &decay_, "1/m", 0., 1e6, "k_2", {500., 5e3}},
            {"Least stiffness", &least_stiffness_, "Pa", 1., 1e9, "k_3", {1e4, 1e6}},
            {"Density", &density_, "kg/m^3", 500., 2000., "rho", {1030., 1070.}},
            {"Viscosity", &viscosity_, "Pa s", 1e-5, 1., "mu", {2e-3, 6e-3}}};
  }

  unsigned int
  StructuredTree::generations() const
  {
    const double larger = std::max(alpha_, beta_);
    return 1 + static_cast<unsigned int>(std::max(0., std::log(least_radius_ / root_radius_) / std::log(larger)));
  }

  std::complex<double>
  StructuredTree::before_vessel(double radius, double frequency, std::complex<double> behind) const
  {
    const double area = std::numbers::pi * radius * radius, length = length_ratio_ * radius;
    if (frequency == 0.)
      return 8. * viscosity_ * length / (area * radius * radius) + behind;
    using namespace std::complex_literals;
    const double               compliance = 1.5 * area / (stiffness_ * std::exp(-decay_ * radius) + least_stiffness_);
    const std::complex<double> s          = std::pow(1i, 1.5) * radius * std::sqrt(frequency * density_ / viscosity_);
    const std::complex<double> speed      = std::sqrt(area * (1. - womersley_function(s)) / (density_ * compliance));
    const std::complex<double> phase = frequency * length / speed, admittance = speed * compliance;
    return (1i * std::sin(phase) / admittance + behind * std::cos(phase)) /
           (std::cos(phase) + 1i * admittance * behind * std::sin(phase));
  }

  std::complex<double>
  StructuredTree::impedance(double angular_frequency) const
  {
    if (generations() > 400)
      throw InputError("Structured tree: daughters hardly get smaller, or the last radius is too far below that of the "
                       "root: more than 400 generations. Check Least radius, Larger daughter and Smaller daughter.");
    // Radii are a_0 alpha^m beta^n: a table instead of a recursion, smallest vessels first.
    const double       log_least = std::log(least_radius_ / root_radius_), small = 1e-12;
    const unsigned int most_m = static_cast<unsigned int>(std::max(0., log_least / std::log(alpha_)) + 2),
                       most_n = static_cast<unsigned int>(std::max(0., log_least / std::log(beta_)) + 2);
    std::vector<std::complex<double>> table((most_m + 1) * (most_n + 1), 0.);
    const auto                        at = [&](unsigned int m, unsigned int n) -> std::complex<double>                        &{
      return table[m * (most_n + 1) + n];
    };
    for (unsigned int m = most_m; m-- > 0;)
      for (unsigned int n = most_n; n-- > 0;)
        {
          const double radius = root_radius_ * std::pow(alpha_, m) * std::pow(beta_, n);
          if (radius < least_radius_ * (1. - small))
            continue;
          // A daughter that is too small is an end without resistance, and so is the place where it would begin.
          const std::complex<double> first = at(m + 1, n), second = at(m, n + 1);
          const bool                 ends = first == 0. || second == 0.;
          at(m, n) = before_vessel(radius, angular_frequency, ends ? 0. : 1. / (1. / first + 1. / second));
        }
    return at(0, 0);
  }
} // namespace vht
