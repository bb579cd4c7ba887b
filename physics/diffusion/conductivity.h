#pragma once

#include "physics/parameter.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vht
{
  /**
   * How well a tissue conducts heat at a given temperature.
   *
   * Asked in batches, so that the virtual call costs nothing and the loop inside can use SIMD lanes.
   */
  class Conductivity
  {
  public:
    virtual ~Conductivity() = default;

    virtual std::string_view name() const = 0;
    virtual Parameters       parameters() = 0;

    /**
     * @param[in]  temperature   above that of the body, at each point [K]
     * @param[out] conductivity  at each point [W/(m K)], same length; positive
     */
    virtual void evaluate(std::span<const double> temperature, std::span<double> conductivity) const = 0;

    /** d conductivity / d temperature at each point [W/(m K^2)]. */
    virtual void derivative(std::span<const double> temperature, std::span<double> slope) const = 0;
  };

  /**
   * The law with this name.
   * @throws InputError naming the closest known law
   */
  std::unique_ptr<Conductivity> make_conductivity(std::string_view name);

  std::vector<std::string> conductivity_names();
} // namespace vht
