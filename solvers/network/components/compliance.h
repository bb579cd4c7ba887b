#pragma once

#include "solvers/network/component.h"

namespace vht::network
{
  /**
   * An elastic reservoir at a node.
   *
   *     Q = C d(p - p_e)/dt,  V = V_0 + C (p - p_e)
   *
   *     C    compliance                  1 mL/mmHg
   *     p_e  pressure around it          0, constant
   *     V_0  volume without pressure     0
   */
  class Compliance final : public Component
  {
  public:
    std::string
    type() const override
    {
      return "compliance";
    }

    std::vector<Port> ports() const override;
    Parameters        parameters() override;
    void              evaluate(double                  time,
                               std::span<const double> value,
                               std::span<const double> rate,
                               LocalSystem            &system) const override;
    void              initial(std::span<double> value) const override;
    double            stored_volume(std::span<const double> value) const override;

  private:
    double compliance_       = 7.50061683e-9;
    double external_         = 0.;
    double rest_volume_      = 0.;
    double initial_pressure_ = 0.;
  };
} // namespace vht::network
