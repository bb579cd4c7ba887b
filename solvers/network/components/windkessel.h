#pragma once

#include "solvers/network/components/branch.h"

namespace vht::network
{
  /**
   * The three-element Windkessel: the bed behind an artery.
   *
   *     p_1 - p_i = R_p Q_1,  C dp_i/dt = Q_1 - Q_2,  p_i - p_2 = R_d Q_2
   *
   *     p_i  pressure in the compliance       [Pa], internal unknown
   *     R_p  proximal resistance              0.05 mmHg s/mL
   *     C    compliance                       1 mL/mmHg
   *     R_d  distal resistance                1 mmHg s/mL; times "Distal factor", an unknown of a controller, if given
   *     p_2  pressure behind: the outlet's, or the given one
   *
   * Westerhof et al. 1971, reviewed in doi:10.1007/s11517-008-0359-2. R_p near the characteristic impedance of the
   * artery keeps waves from being reflected. With an outlet it is svZeroDSolver's ClosedLoopRCR.
   */
  class Windkessel final : public Branch
  {
  public:
    std::string
    type() const override
    {
      return "RCR";
    }

    std::vector<Internal>
    internals() const override
    {
      return {{"pressure inside", Quantity::pressure}};
    }

    std::vector<std::string>
    readings() const override
    {
      return factor_.empty() ? std::vector<std::string>{} : std::vector<std::string>{factor_};
    }

    /** Let a controller act on the distal resistance: the name of an unknown, empty for none. */
    void
    control(const std::string &factor)
    {
      factor_ = factor;
    }

    Parameters parameters() override;
    void       declare(ParameterSection &section) override;
    void       evaluate(double                  time,
                        std::span<const double> value,
                        std::span<const double> rate,
                        LocalSystem            &system) const override;
    void       initial(std::span<double> value) const override;
    void       follow_ports(std::span<double> value) const override;
    double     stored_volume(std::span<const double> value) const override;

  private:
    double proximal_         = 6.66611935e6;
    double compliance_       = 7.50061683e-9;
    double distal_           = 1.33322387e8;
    double initial_pressure_ = 0.;

    std::string factor_; ///< unknown of a controller
  };
} // namespace vht::network
