#pragma once

#include "physics/parameter.h"

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vht
{
  /**
   * Flow through a valve and how it opens: two equations, m = 0 and o = 0, in the flow and the opening.
   */
  class ValveLaw
  {
  public:
    /** Where the valve is. */
    struct State
    {
      double drop;         ///< pressure before less pressure behind [Pa]
      double flow;         ///< forward [m^3/s]
      double flow_rate;    ///< d flow / dt [m^3/s^2]
      double opening;      ///< from 0, shut, to 1
      double opening_rate; ///< d opening / dt [1/s]
    };

    /** A residual and its derivatives by the members of the State, in their order. */
    struct Equation
    {
      double                residual = 0.;
      std::array<double, 5> by       = {};
    };

    struct Equations
    {
      Equation momentum; ///< [Pa]
      Equation opening;  ///< [1] or [1/s]
    };

    virtual ~ValveLaw() = default;

    virtual std::string_view name() const = 0;
    virtual Parameters       parameters() = 0;

    /** Both equations at a state. */
    virtual Equations evaluate(const State &state) const = 0;
  };

  /**
   * The law with this name.
   * @throws InputError naming the closest known law
   */
  std::unique_ptr<ValveLaw> make_valve_law(std::string_view name);

  std::vector<std::string> valve_law_names();
} // namespace vht
