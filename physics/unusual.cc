#include "physics/unusual.h"

#include "physics/quantity_text.h"

#include <cmath>

namespace vht
{
  std::vector<std::string>
  unusual(const Parameters &parameters)
  {
    std::vector<std::string> lines;
    for (const Parameter &each : parameters)
      {
        const double value = *each.value;
        if (std::isnan(value) ||
            (value >= each.published.minimum && value <= each.published.maximum)) // not given, or usual
          continue;

        std::string line = each.name + " = " + quantity_text(value, each.unit) + ", published ";
        if (std::isinf(each.published.maximum))
          line += quantity_text(each.published.minimum, each.unit) + " and more";
        else if (std::isinf(each.published.minimum))
          line += quantity_text(each.published.maximum, each.unit) + " and less";
        else
          line += quantity_text(each.published.minimum, each.unit) + " to " +
                  quantity_text(each.published.maximum, each.unit);
        lines.push_back(line);
      }
    return lines;
  }
} // namespace vht
