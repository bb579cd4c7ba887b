#include "solvers/core/tool_main.h"
#include "solvers/heart/heart_application.h"

int
main(int argc, char **argv)
{
  const auto make = []() { return std::make_unique<vht::HeartApplication>(); };
  return vht::tool_main(argc, argv, {"vht-heart", "electrical activation and mechanics of the heart", make});
}
