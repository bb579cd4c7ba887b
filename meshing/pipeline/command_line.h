#pragma once

namespace vht::meshing
{
  /**
   * The whole of vht-mesh: a verb, its arguments, the exit code (physics/error.h).
   *
   *     run CASE                    mesh what a case file describes
   *     check MESH                  refuse a mesh that solvers cannot use
   *     quality MESH                how good its cells are
   *     convert IN OUT              another format, orientation mended, lengths in metres
   *     refine IN OUT               every cell into eight
   *     extract IN OUT --regions    some regions as a mesh of their own
   *     ...                         and the others of mesh_verbs.h and surface_verbs.h
   */
  int mesh_main(int argc, char **argv);
} // namespace vht::meshing
