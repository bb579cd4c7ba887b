#pragma once

#include "physics/circulation/drop_law.h"
#include "solvers/network/components/branch.h"

#include <memory>

namespace vht::network
{
  /**
   * A pressure drop by one of the laws of physics/circulation/drop_law.h, and inertia.
   *
   *     p_1 - p_2 = law(Q) + L dQ/dt,  what flows in flows out
   *
   *     L  inertance    0 Pa s^2/m^3
   *
   * With L > 0 alone (resistance zero) it is an inertance.
   */
  class Resistor final : public Branch
  {
  public:
    /** @throws InputError for an unknown law */
    explicit Resistor(const std::string &law = "quadratic");

    std::string
    type() const override
    {
      return "resistor";
    }

    Parameters parameters() override;
    void       declare(ParameterSection &section) override;
    void       evaluate(double                  time,
                        std::span<const double> value,
                        std::span<const double> rate,
                        LocalSystem            &system) const override;
    void       initial(std::span<double> value) const override;

  private:
    std::unique_ptr<DropLaw> law_;
    double                   inertance_    = 0.;
    double                   initial_flow_ = 0.;
  };
} // namespace vht::network
