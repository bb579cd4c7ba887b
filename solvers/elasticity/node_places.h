#pragma once

#include "solvers/core/function_space.h"

#include <array>
#include <filesystem>

namespace vht
{
  /** Coordinates of the nodes of a space, without ghosts [m]: the vertices at degree 1, all nodes at degree 2. */
  using NodePlaces = std::array<Vector, dim>;

  /** Where the nodes are in the mesh as it is now. Collective. */
  NodePlaces node_places(const FunctionSpace &space);

  /** Move the mesh of the space: its vertices at degree 1, all nodes of its cells at degree 2. Collective. */
  void move_to(const NodePlaces &places, const FunctionSpace &space, Mesh &mesh);

  /**
   * Write where the nodes are in the image and in the unloaded body, in the order of the mesh file, which no number of
   * ranks changes. Collective.
   * @throws InputError when the file cannot be written
   */
  void write_places(const std::filesystem::path &file,
                    const FunctionSpace         &space,
                    const NodePlaces            &image,
                    const NodePlaces            &unloaded);

  /**
   * Read back where the nodes are in the unloaded body. Collective.
   * @throws InputError when the file is missing or the image in it is not this one
   */
  NodePlaces read_places(const std::filesystem::path &file, const FunctionSpace &space, const NodePlaces &image);
} // namespace vht
