#pragma once

#include "solvers/network/components/branch.h"
#include "solvers/network/components/time_input.h"

namespace vht::network
{
  /**
   * A coronary bed, squeezed by the muscle around it.
   *
   *     p_1 - p_a = R_a Q_1,      C_a dp_a/dt = Q_1 - Q_m
   *     p_a - p_m = R_m Q_m,      dV/dt = Q_m - Q_2
   *     p_m - p_2 = R_v Q_2,      V = C_m (p_m - p_t(t))
   *
   *     p_a  pressure in the arteries                 [Pa], internal unknown
   *     V    blood in the squeezed vessels            [m^3], internal unknown
   *     R_a, R_m, R_v  arteries, microvessels, veins  10, 20, 5 mmHg s/mL
   *     C_a, C_m       arteries, squeezed vessels     0.004, 0.03 mL/mmHg
   *     p_t  pressure of the muscle                   0; or "Ventricle share" of a "Ventricle pressure", an unknown of
   *                                                  the circuit, which is added
   *     p_2  pressure behind: the outlet's, or the given one
   *
   * Kim et al. 2010 (doi:10.1007/s10439-010-0083-6); svZeroDSolver's CORONARY, and with an outlet its closed-loop
   * coronary. The defaults are a choice of about 1 mL/s at 100 mmHg with three
   * such beds.
   */
  class Coronary final : public Branch
  {
  public:
    Coronary();

    std::string
    type() const override
    {
      return "coronary";
    }

    std::vector<Internal>
    internals() const override
    {
      return {{"arterial pressure", Quantity::pressure}, {"squeezed volume", Quantity::volume}};
    }

    std::vector<std::string>
    readings() const override
    {
      return ventricle_.empty() ? std::vector<std::string>{} : std::vector<std::string>{ventricle_};
    }

    /** Let an unknown, such as "pressure left ventricle", squeeze the bed. */
    void
    squeeze_by(const std::string &unknown)
    {
      ventricle_ = unknown;
    }

    Parameters parameters() override;
    void       declare(ParameterSection &section) override;
    void       prepare(double period) override;
    void       evaluate(double                  time,
                        std::span<const double> value,
                        std::span<const double> rate,
                        LocalSystem            &system) const override;
    void       initial(std::span<double> value) const override;
    void       follow_ports(std::span<double> value) const override;
    double     stored_volume(std::span<const double> value) const override;
    void       hold_mean(bool hold) override;

    TimeInput &
    muscle_pressure()
    {
      return muscle_;
    }

  private:
    double    arterial_resistance_ = 1.33322387e9;
    double    micro_resistance_    = 2.66644774e9;
    double    venous_resistance_   = 6.66611935e8;
    double    arterial_compliance_ = 3e-11;
    double    squeezed_compliance_ = 2.25e-10;
    double    initial_pressure_    = 0.;
    double    ventricle_share_     = 0.75;
    TimeInput muscle_;

    std::string ventricle_; ///< unknown of the circuit
  };
} // namespace vht::network
