#pragma once

#include "physics/circulation/quadratic_drop.h"
#include "solvers/network/components/passage.h"

namespace vht::network
{
  /**
   * A blood vessel as one resistance, compliance and inertance, with a stenosis where wanted.
   *
   *     C dp_i/dt = Q_1 - Q_2
   *     RCL: p_1 - p_i = R Q_1 + S Q_1 |Q_1|,  p_i - p_2 = L dQ_2/dt
   *     CRL: p_1 = p_i,                        p_i - p_2 = R Q_2 + S Q_2 |Q_2| + L dQ_2/dt
   *
   *     p_i  pressure that fills the vessel        [Pa], internal unknown
   *     R    resistance                            1 mmHg s/mL
   *     C    compliance                            0
   *     L    inertance                             0
   *     S    loss of a stenosis                    0
   *
   * The blocks BloodVessel (RCL) and BloodVesselCRL of svZeroDSolver; CRL with its inflow imposed is also what
   * Regazzoni et al. 2022 (doi:10.1016/j.jcp.2022.111083) use. From a geometry: R = 8 mu l / (pi r^4), L = rho l / (pi
   * r^2), C = 3 pi r^3 l / (2 E h).
   */
  class Vessel final : public Passage
  {
  public:
    std::string
    type() const override
    {
      return "vessel";
    }

    std::vector<Internal>
    internals() const override
    {
      return {{"pressure inside", Quantity::pressure}};
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

    /** "RCL" or "CRL" */
    void
    set_layout(const std::string &layout)
    {
      layout_ = layout;
    }

  private:
    std::string   layout_ = "RCL";
    QuadraticDrop drop_;
    double        compliance_       = 0.;
    double        inertance_        = 0.;
    double        initial_pressure_ = 0.;
    double        initial_flow_     = 0.;
  };
} // namespace vht::network
