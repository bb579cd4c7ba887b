#pragma once

#include "physics/circulation/valve_law.h"
#include "solvers/network/components/passage.h"

#include <memory>

namespace vht::network
{
  /**
   * A heart valve, by one of the laws of physics/circulation/valve_law.h; what flows in flows out.
   *
   * Its opening, from 0 to 1, is an internal unknown.
   */
  class Valve final : public Passage
  {
  public:
    /** @throws InputError for an unknown law */
    explicit Valve(const std::string &law = "diode");

    std::string
    type() const override
    {
      return "valve";
    }

    std::vector<Internal>
    internals() const override
    {
      return {{"opening", Quantity::number}};
    }

    Parameters parameters() override;
    void       declare(ParameterSection &section) override;
    void       evaluate(double                  time,
                        std::span<const double> value,
                        std::span<const double> rate,
                        LocalSystem            &system) const override;

  private:
    std::unique_ptr<ValveLaw> law_;
  };
} // namespace vht::network
