#include "physics/materials/holzapfel_ogden.h"

#include "physics/materials/invariants.h"
#include "physics/quantity_text.h"

namespace vht
{
  HolzapfelOgden::HolzapfelOgden(Symmetry symmetry)
    : symmetry_(symmetry)
  {
    if (symmetry_ == Symmetry::transversely_isotropic)
      {
        a_   = 2280.;
        b_   = 9.726;
        a_f_ = 1685.;
        b_f_ = 15.779;
      }
  }

  Parameters
  HolzapfelOgden::parameters()
  {
    const std::string source = symmetry_ == Symmetry::orthotropic ? "shear tests" : "biaxial tests";

    const auto describe = [&](const std::string &what, const char *unit, double low, double high) {
      return what + "; Holzapfel & Ogden 2009, " + source + ". Published: " + quantity_text(low, unit) + " to " +
             quantity_text(high, unit);
    };
    const auto stiffness = [&](const char *name, double &value, const char *what, double low, double high) {
      return Parameter{name, &value, "Pa", 0., 1e9, describe(what, "Pa", low, high), {low, high}};
    };
    const auto exponent = [&](const char *name, double &value, const char *what, double low, double high) {
      return Parameter{name, &value, "1", 1e-6, 1e3, describe(what, "1", low, high), {low, high}};
    };

    Parameters list = {stiffness("a", a_, "matrix", 19., 2280.), exponent("b", b_, "matrix", 7.209, 9.726),
                       stiffness("a f", a_f_, "fibres", 1685., 92360.),
                       exponent("b f", b_f_, "fibres", 15.779, 20.417)};
    list[0].minimum = 1e-3; // without a matrix nothing resists shear
    if (symmetry_ == Symmetry::orthotropic)
      {
        list.push_back(stiffness("a s", a_s_, "sheets", 827., 12405.));
        list.push_back(exponent("b s", b_s_, "sheets", 10.446, 11.176));
        list.push_back(stiffness("a fs", a_fs_, "shear of fibres and sheets", 72., 1080.));
        list.push_back(exponent("b fs", b_fs_, "shear of fibres and sheets", 9.466, 11.602));
      }
    list.push_back(
      {"Switch steepness", &steepness_, "1", 0., 1e4,
       "k; fibres bear tension only: smoothly over a change of I4 by 1/k, or sharply with 0; Arostica 2025"});
    return list;
  }

  template <typename Number>
  [[gnu::always_inline]] inline Number
  HolzapfelOgden::family(const Number &elongation, double a, double b) const
  {
    const Number energy = a / (2. * b) * (exp(b * square(elongation)) - 1.);
    if (steepness_ == 0.)
      return select(elongation > 0., energy, Number(0.));
    return logistic(steepness_ * elongation) * energy;
  }

  template <typename Number>
  Number
  HolzapfelOgden::energy_density(const std::array<Number, 6> &E) const
  {
    const Number matrix = a_ / (2. * b_) * (exp(b_ * isochoric_first_invariant_less_3(E)) - 1.);
    const Number fibred = matrix + family(2. * E[0], a_f_, b_f_);
    if (symmetry_ == Symmetry::transversely_isotropic)
      return fibred;
    return fibred + family(2. * E[1], a_s_, b_s_) + a_fs_ / (2. * b_fs_) * (exp(b_fs_ * square(E[3])) - 1.);
  }

  template class DifferentiatedMaterial<HolzapfelOgden>;
} // namespace vht
