#include "meshing/pipeline/command_line.h"

int
main(int argc, char **argv)
{
  return vht::meshing::mesh_main(argc, argv);
}
