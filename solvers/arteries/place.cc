#include "solvers/arteries/place.h"

namespace vht
{
  std::string
  column_of(std::string column, const Place &place)
  {
    return column.replace(column.find("NAME"), 4, place.name);
  }
} // namespace vht
