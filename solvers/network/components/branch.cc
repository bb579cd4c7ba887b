#include "solvers/network/components/branch.h"

#include <cmath>

namespace vht::network
{
  std::vector<Port>
  Branch::ports() const
  {
    if (is_terminal())
      return {{"inlet", Direction::inlet}};
    return Passage::ports();
  }

  bool
  Branch::is_terminal() const
  {
    return !std::isnan(distal_pressure_);
  }

  Parameter
  Branch::distal_entry()
  {
    return {"Distal pressure",
            &distal_pressure_,
            "Pa",
            -1e7,
            1e7,
            "where the component ends without an outlet; not given: it has one",
            {-2e3, 2e4}};
  }

  double
  Branch::distal(std::span<const double> value) const
  {
    return is_terminal() ? distal_pressure_ : value[pressure_of(1)];
  }

  void
  Branch::add_distal(LocalSystem &system, std::size_t equation, double factor) const
  {
    if (!is_terminal())
      system.by_value(equation, pressure_of(1)) += factor;
  }
} // namespace vht::network
