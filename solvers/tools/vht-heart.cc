#include "solvers/core/tool_main.h"
#include "solvers/heart/heart_application.h"

int
main(int argc, char **argv)
{
  return vht::tool_main(argc,
                        argv,
                        {.name    = "vht-heart",
                         .summary = "electrical activation of the heart",
                         .make    = [] { return std::make_unique<vht::HeartApplication>(); }});
}
