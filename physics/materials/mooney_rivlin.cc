#include "physics/materials/mooney_rivlin.h"

#include "physics/error.h"
#include "physics/materials/invariants.h"
#include "physics/quantity_text.h"

namespace vht
{
  Parameters
  MooneyRivlin::parameters()
  {
    return {{"c1", &c1_, "Pa", -1e12, 1e12, "factor of the first invariant; a free choice"},
            {"c2", &c2_, "Pa", -1e12, 1e12, "factor of the second invariant; a free choice"}};
  }

  void
  MooneyRivlin::check() const
  {
    if (!(c1_ + c2_ > 0.))
      throw InputError("Mooney-Rivlin: the shear modulus 2 (c1 + c2) is " + quantity_text(2. * (c1_ + c2_), "Pa") +
                       " with c1 = " + quantity_text(c1_, "Pa") + " and c2 = " + quantity_text(c2_, "Pa") +
                       ". It must be positive: raise c1 or c2.");
  }

  template <typename Number>
  Number
  MooneyRivlin::energy_density(const std::array<Number, 6> &E) const
  {
    const Number factor = volume_factor(E), factor_2 = square(factor);
    return c1_ * (factor * first_invariant_less_3(E) + 3. * (factor - 1.)) +
           c2_ * (factor_2 * second_invariant_less_3(E) + 3. * (factor_2 - 1.));
  }

  template class DifferentiatedMaterial<MooneyRivlin>;
} // namespace vht
