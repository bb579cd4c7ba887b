#pragma once

#include "solvers/core/log.h"

#include <exception>
#include <functional>
#include <string>

namespace vht
{
  /** Draw, or warn: a figure is never worth a run that has just ended well. */
  inline void
  attempt_to_draw(Log &log, const std::string &name, const std::function<void()> &draw)
  {
    try
      {
        draw();
      }
    catch (const std::exception &error)
      {
        log.warning("No " + name + " was drawn: " + error.what());
      }
  }
} // namespace vht
