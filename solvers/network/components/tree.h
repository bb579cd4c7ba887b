#pragma once

#include "physics/circulation/structured_tree.h"
#include "solvers/network/components/branch.h"

namespace vht::network
{
  /**
   * A tree of small arteries, by the impedance of physics/circulation/structured_tree.h, as a ladder.
   *
   *     p_1 - p_i1 = R_0 Q_1 + sum R_j (Q_1 - Q_j),  L_j Q_j' = R_j (Q_1 - Q_j)
   *     C_1 p_i1' = Q_1 - (p_i1 - p_i2) / R_1,  ...,  C_n p_in' = ... - (p_in - p_2) / R_n
   *
   * It comes from the sum R_0 + sum r_k / (i w + a_k) + sum R_j i w / (i w + b_j) that is nearest to the tree's
   * impedance: least squares of the relative distance over 0.02 to 12 frequencies of the heart, with a_k and b_j given
   * and nothing negative, so that it is passive. Lanczos' method makes the ladder of R and C of the first sum. Its
   * resistance is the tree's. The waves that run back and forth in trees with roots of several millimetres are
   * smoothed; fit_error() tells the distance.
   */
  class Tree final : public Branch
  {
  public:
    std::string
    type() const override
    {
      return "structured tree";
    }

    std::vector<Internal> internals() const override;
    Parameters            parameters() override;

    /** Fits the ladder. @throws InputError for a tree without end */
    void prepare(double period) override;

    void   evaluate(double                  time,
                    std::span<const double> value,
                    std::span<const double> rate,
                    LocalSystem            &system) const override;
    void   initial(std::span<double> value) const override;
    double stored_volume(std::span<const double> value) const override;

    /** Impedance of the ladder before a kept pressure [Pa s/m^3]. */
    std::complex<double> impedance(double angular_frequency) const;

    /** Root mean square of the relative distance to the tree's impedance at the heart's first eight harmonics. */
    double fit_error() const;

    const StructuredTree &
    law() const
    {
      return law_;
    }

  private:
    StructuredTree      law_;
    double              initial_pressure_ = 0.;
    double              period_           = 1.;
    double              proximal_         = 0.; ///< R_0
    std::vector<double> resistances_, compliances_;
    std::vector<double> beside_inertances_, inertances_; ///< R_j, L_j
  };
} // namespace vht::network
