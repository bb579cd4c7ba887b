#pragma once

#include <cstddef>
#include <string>

namespace vht
{
  /** A point of a vessel: 0 at its start, 1 at its end. */
  struct Place
  {
    std::string name;
    std::size_t vessel;
    double      position;
  };

  /** "flow NAME [m^3/s]" with the name of the place: a column of a table. */
  std::string column_of(std::string column, const Place &place);
} // namespace vht
