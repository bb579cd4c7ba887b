#include "physics/materials/fung.h"

#include "physics/error.h"
#include "physics/materials/invariants.h"
#include "physics/quantity_text.h"

namespace vht
{
  Parameters
  Fung::parameters()
  {
    Parameters list;
    list.push_back({"C", &C_, "Pa", 1e-3, 1e9, "stiffness; heart muscle, Land 2015"});
    const auto add = [&](const char *name, double &value, double minimum, const char *what) {
      list.push_back({name, &value, "1", minimum, 1e3, std::string(what) + "; heart muscle, Land 2015"});
    };
    add("A ff", A_ff_, 1e-6, "strain ff");
    add("A ss", A_ss_, 1e-6, "strain ss");
    add("A nn", A_nn_, 1e-6, "strain nn");
    add("A ff ss", A_ffss_, -1e3, "coupling of ff and ss");
    add("A ff nn", A_ffnn_, -1e3, "coupling of ff and nn");
    add("A ss nn", A_ssnn_, -1e3, "coupling of ss and nn");
    add("A fs", A_fs_, 1e-6, "shear fs");
    add("A fn", A_fn_, 1e-6, "shear fn");
    add("A sn", A_sn_, 1e-6, "shear sn");
    return list;
  }

  void
  Fung::check() const
  {
    // Sylvester: the principal minors of the couplings' matrix are positive.
    const double minor = A_ff_ * A_ss_ - A_ffss_ * A_ffss_;
    const double determinant =
      A_nn_ * minor - A_ff_ * A_ssnn_ * A_ssnn_ - A_ss_ * A_ffnn_ * A_ffnn_ + 2. * A_ffss_ * A_ffnn_ * A_ssnn_;
    if (!(A_ff_ > 0. && minor > 0. && determinant > 0.))
      throw InputError("Fung: with A ff = " + quantity_text(A_ff_, "1") + ", A ss = " + quantity_text(A_ss_, "1") +
                       ", A nn = " + quantity_text(A_nn_, "1") +
                       " the couplings A ff ss = " + quantity_text(A_ffss_, "1") +
                       ", A ff nn = " + quantity_text(A_ffnn_, "1") + ", A ss nn = " + quantity_text(A_ssnn_, "1") +
                       " are too large: some strain would yield energy. Their matrix must be positive definite.");
  }

  template <typename Number>
  Number
  Fung::energy_density(const std::array<Number, 6> &strain) const
  {
    // The components 3 to 5 are twice the shears: 2 E_fs^2 is half of their square.
    const std::array<Number, 6> E = distorting(strain, distortion_);
    const Number                Q = E[0] * (A_ff_ * E[0] + 2. * A_ffss_ * E[1] + 2. * A_ffnn_ * E[2]) +
                     E[1] * (A_ss_ * E[1] + 2. * A_ssnn_ * E[2]) + A_nn_ * square(E[2]) + 0.5 * A_fs_ * square(E[3]) +
                     0.5 * A_fn_ * square(E[4]) + 0.5 * A_sn_ * square(E[5]);
    return 0.5 * C_ * (exp(Q) - 1.);
  }

  template class DifferentiatedMaterial<Fung>;
} // namespace vht
