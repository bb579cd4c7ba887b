#include "physics/materials/guccione.h"

#include "physics/materials/invariants.h"

namespace vht
{
  Parameters
  Guccione::parameters()
  {
    return {{"C", &C_, "Pa", 1e-3, 1e9, "stiffness; Land 2015. Published: 876 Pa to 10 kPa", {876., 10e3}},
            {"b f", &b_f_, "1", 1e-6, 1e3, "along the fibres; Land 2015. Published: 1 to 18.48", {1., 18.48}},
            {"b t", &b_t_, "1", 1e-6, 1e3, "across the fibres; Land 2015. Published: 1 to 3.58", {1., 3.58}},
            {"b fs", &b_fs_, "1", 1e-6, 1e3, "shear of the fibres; Land 2015. Published: 1 to 4", {1., 4.}}};
  }

  template <typename Number>
  Number
  Guccione::energy_density(const std::array<Number, 6> &strain) const
  {
    // The components 3 to 5 are twice the shears: 2 E_sn^2 is half of their square.
    const std::array<Number, 6> E = distorting(strain, distortion_);
    const Number                Q = b_f_ * square(E[0]) + b_t_ * (square(E[1]) + square(E[2]) + 0.5 * square(E[5])) +
                     0.5 * b_fs_ * (square(E[3]) + square(E[4]));
    return 0.5 * C_ * (exp(Q) - 1.);
  }

  template class DifferentiatedMaterial<Guccione>;
} // namespace vht
