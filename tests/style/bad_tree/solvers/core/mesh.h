#include <gmsh.h>
