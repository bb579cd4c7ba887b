#pragma once

#include "physics/parameter.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vht
{
  /** Pressure in a chamber that is filled with some blood and contracts with some strength. */
  class ChamberLaw
  {
  public:
    struct Pressure
    {
      double value;         ///< [Pa]
      double by_volume;     ///< d pressure / d volume [Pa/m^3]
      double by_activation; ///< d pressure / d activation [Pa]
    };

    virtual ~ChamberLaw() = default;

    virtual std::string_view name() const = 0;
    virtual Parameters       parameters() = 0;

    /**
     * @param[in] volume      of the cavity [m^3]
     * @param[in] activation  from 0 to 1
     */
    virtual Pressure pressure(double volume, double activation) const = 0;
  };

  /**
   * The law with this name.
   * @throws InputError naming the closest known law
   */
  std::unique_ptr<ChamberLaw> make_chamber_law(std::string_view name);

  std::vector<std::string> chamber_law_names();
} // namespace vht
