#include "physics/materials/neo_hooke.h"

#include "physics/materials/invariants.h"

namespace vht
{
  Parameters
  NeoHooke::parameters()
  {
    return {{"Shear modulus", &shear_modulus_, "Pa", 1e-3, 1e12, "mu; a free choice of the order of soft tissue"}};
  }

  template <typename Number>
  Number
  NeoHooke::energy_density(const std::array<Number, 6> &E) const
  {
    return 0.5 * shear_modulus_ * isochoric_first_invariant_less_3(E);
  }

  template class DifferentiatedMaterial<NeoHooke>;
} // namespace vht
