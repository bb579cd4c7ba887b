#include "physics/materials/usyk.h"

#include "physics/materials/invariants.h"

namespace vht
{
  Parameters
  Usyk::parameters()
  {
    Parameters list = {{"C", &C_, "Pa", 1e-3, 1e9, "stiffness; Usyk 2000. Published: 37 to 880 Pa", {37., 880.}}};

    constexpr std::array<const char *, 6> axes = {"ff", "ss", "nn", "fs", "fn", "sn"};
    for (std::size_t i = 0; i < 6; ++i)
      list.push_back(
        {std::string("b ") + axes[i],
         &b_[i],
         "1",
         1e-6,
         1e3,
         std::string(i < 3 ? "strain " : "shear ") + axes[i] + "; Usyk 2000, as in fenicsx-pulse. Published: 2 to 43",
         {2., 43.}});
    return list;
  }

  template <typename Number>
  Number
  Usyk::energy_density(const std::array<Number, 6> &strain) const
  {
    // The components 3 to 5 are twice the shears: 2 E_fs^2 is half of their square.
    const std::array<Number, 6> E = distorting(strain, distortion_);
    const Number Q = b_[0] * square(E[0]) + b_[1] * square(E[1]) + b_[2] * square(E[2]) + 0.5 * b_[3] * square(E[3]) +
                     0.5 * b_[4] * square(E[4]) + 0.5 * b_[5] * square(E[5]);
    return 0.5 * C_ * (exp(Q) - 1.);
  }

  template class DifferentiatedMaterial<Usyk>;
} // namespace vht
