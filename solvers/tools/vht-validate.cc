#include "solvers/validate/validate_main.h"

#include <iostream>

int
main(int argc, char **argv)
{
  return vht::validate_main(argc, argv, std::cout, std::cerr);
}
