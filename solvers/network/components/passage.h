#pragma once

#include "solvers/network/component.h"

namespace vht::network
{
  /** Something that blood passes from an inlet to an outlet. */
  class Passage : public Component
  {
  public:
    std::vector<Port>
    ports() const override
    {
      return {{"inlet", Direction::inlet}, {"outlet", Direction::outlet}};
    }
  };
} // namespace vht::network
