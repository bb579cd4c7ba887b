#pragma once

#include "solvers/network/component.h"
#include "solvers/network/components/time_input.h"

namespace vht::network
{
  /** A flow or a pressure that is given over time, at one outlet. A pressure source is also where a circuit may end. */
  class Source final : public Component
  {
  public:
    explicit Source(Quantity quantity);

    std::string type() const override;

    std::vector<Port>
    ports() const override
    {
      return {{"outlet", Direction::outlet}};
    }

    void declare(ParameterSection &section) override;
    void prepare(double period) override;
    void evaluate(double                  time,
                  std::span<const double> value,
                  std::span<const double> rate,
                  LocalSystem            &system) const override;
    void initial(std::span<double> value) const override;
    void hold_mean(bool hold) override;

    TimeInput &
    input()
    {
      return input_;
    }

  private:
    Quantity  quantity_;
    TimeInput input_;
  };
} // namespace vht::network
