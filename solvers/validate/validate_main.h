#pragma once

#include <iosfwd>

namespace vht
{
  /**
   * vht-validate: list, run, compare and report benchmarks.
   * @return the exit code: 0 all gates passed, 1 bad input, 2 or more a run failed, 4 a gate was missed, 75 interrupted
   */
  int validate_main(int argc, const char *const *argv, std::ostream &out, std::ostream &errors);
} // namespace vht
