#pragma once

#include "physics/parameter.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vht
{
  /** How strongly a heart chamber contracts over the beat. */
  class Activation
  {
  public:
    virtual ~Activation() = default;

    virtual std::string_view name() const = 0;
    virtual Parameters       parameters() = 0;

    /**
     * To be called once the constants are known.
     * @param[in] period  of the beat [s]
     * @throws InputError where a constant does not go with the period
     */
    virtual void prepare(double period) = 0;

    /** From 0, relaxed, to 1; at any time [s], repeated from beat to beat. */
    virtual double at(double time) const = 0;
  };

  /**
   * The law with this name.
   * @throws InputError naming the closest known law
   */
  std::unique_ptr<Activation> make_activation(std::string_view name);

  std::vector<std::string> activation_names();

  /** The time since an event that repeats, from 0 to the period [s]. */
  double time_since(double time, double onset, double period);
} // namespace vht
