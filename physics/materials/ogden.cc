#include "physics/materials/ogden.h"

#include "physics/error.h"
#include "physics/materials/invariants.h"
#include "physics/materials/spectrum.h"
#include "physics/quantity_text.h"

namespace vht
{
  Parameters
  Ogden::parameters()
  {
    Parameters list;
    for (std::size_t p = 0; p < n_terms; ++p)
      {
        const std::string number = std::to_string(p + 1);
        list.push_back({"mu " + number, &mu_[p], "Pa", -1e12, 1e12,
                        "factor of term " + number + ", 0 leaves it out; rubber, Ogden 1972"});
        list.push_back(
          {"alpha " + number, &alpha_[p], "1", -100., 100., "exponent of term " + number + "; rubber, Ogden 1972"});
      }
    return list;
  }

  void
  Ogden::check() const
  {
    double modulus = 0.;
    for (std::size_t p = 0; p < n_terms; ++p)
      {
        const std::string number = std::to_string(p + 1);
        if (mu_[p] != 0. && alpha_[p] == 0.)
          throw InputError("Ogden: alpha " + number + " is 0, which leaves the energy of the term undefined. Give it " +
                           "another exponent, or set mu " + number + " to 0.");
        modulus += mu_[p] * alpha_[p] / 2.;
      }
    if (!(modulus > 0.))
      throw InputError("Ogden: the shear modulus, sum of mu alpha / 2, is " + quantity_text(modulus, "Pa") +
                       ". It must be positive: mu and alpha of a term normally have the same sign.");
  }

  template <typename Number>
  Number
  Ogden::energy_density(const std::array<Number, 6> &E) const
  {
    const Spectrum spectrum = spectrum_of(E);
    const Number   det      = third_invariant(E);

    Number energy(0.);
    for (std::size_t p = 0; p < n_terms; ++p)
      if (mu_[p] != 0.)
        {
          const Number sum = pow(det, -alpha_[p] / 6.) * trace_of_power<Number>(spectrum, alpha_[p] / 2.);
          energy           = energy + mu_[p] / alpha_[p] * (sum - 3.);
        }
    return energy;
  }

  template class DifferentiatedMaterial<Ogden>;
} // namespace vht
