#include "solvers/core/tool_main.h"
#include "solvers/vessel/vessel_application.h"

int
main(int argc, char **argv)
{
  const auto make = []() { return std::make_unique<vht::VesselApplication>(); };
  return vht::tool_main(argc, argv, {"vht-vessel", "flow of blood in vessels", make});
}
