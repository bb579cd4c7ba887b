#pragma once

#include "solvers/network/components/passage.h"

#include <limits>

namespace vht::network
{
  /** Something that leads from an inlet to an outlet, or to a pressure that is given: then it has no outlet. */
  class Branch : public Passage
  {
  public:
    std::vector<Port> ports() const override;

  protected:
    bool is_terminal() const;

    /** Entry "Distal pressure". */
    Parameter distal_entry();

    /** Pressure at the far end [Pa]: of the outlet's node, or the given one. */
    double distal(std::span<const double> value) const;

    /** d (pressure at the far end) / d (outlet's pressure) belongs to this equation, if there is an outlet. */
    void add_distal(LocalSystem &system, std::size_t equation, double factor) const;

    /** The first unknown behind those of the ports. */
    std::size_t
    first_internal() const
    {
      return is_terminal() ? 2 : 4;
    }

  private:
    double distal_pressure_ = std::numeric_limits<double>::quiet_NaN();
  };
} // namespace vht::network
