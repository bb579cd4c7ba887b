#pragma once

#include "physics/parameter.h"

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vht
{
  /** What a flow needs to get through something short: one equation in two pressures and the flow. */
  class DropLaw
  {
  public:
    struct State
    {
      double before; ///< pressure at the inlet [Pa]
      double behind; ///< pressure at the outlet [Pa]
      double flow;   ///< from the inlet to the outlet [m^3/s]
    };

    /** A residual [Pa] and its derivatives by the members of the State, in their order. */
    struct Equation
    {
      double                residual;
      std::array<double, 3> by;
    };

    virtual ~DropLaw() = default;

    virtual std::string_view name() const = 0;
    virtual Parameters       parameters() = 0;

    virtual Equation evaluate(const State &state) const = 0;
  };

  /**
   * The law with this name.
   * @throws InputError naming the closest known law
   */
  std::unique_ptr<DropLaw> make_drop_law(std::string_view name);

  std::vector<std::string> drop_law_names();
} // namespace vht
