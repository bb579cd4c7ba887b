#pragma once

#include "physics/parameter.h"

namespace vht
{
  /**
   * The parameters outside their published ranges, one line for each, to warn of:
   * "a = 5 MPa, published 10 Pa to 60 kPa".
   */
  std::vector<std::string> unusual(const Parameters &parameters);
} // namespace vht
