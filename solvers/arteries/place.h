#pragma once

#include <cstddef>
#include <string>

namespace vht
{
  /** Pressure [Pa], flow [m^3/s] and area [m^2] at one place. */
  struct PlaceValues
  {
    double pressure = 0., flow = 0., area = 0.;
  };

  /** A point of a vessel: 0 at its start, 1 at its end. */
  struct Place
  {
    std::string name;
    std::size_t vessel;
    double      position;

    /** "flow NAME [m^3/s]" with the name of the place: a column of a table. */
    std::string
    column(std::string text) const
    {
      return text.replace(text.find("NAME"), 4, name);
    }
  };
} // namespace vht
