#include "solvers/core/mesh.h"

#include <deal.II/grid/tria.h>
