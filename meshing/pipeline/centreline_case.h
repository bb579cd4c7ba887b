#pragma once

#include "meshing/surface/centreline.h"

#include <filesystem>
#include <string>

namespace vht
{
  class ParameterSection;
}

namespace vht::meshing
{
  /** What a case says about a centreline that was traced elsewhere: the section Centreline. */
  struct CentrelineCase
  {
    std::filesystem::path file; ///< empty: the centreline is found
    std::string           length_unit;
    Point                 scale{{1, 1, 1}};
    Point                 offset{}; ///< [m]
    std::string           radius = "file";

    void declare(ParameterSection &root);

    /** @throws InputError for entries that are missing or contradict each other */
    void check() const;

    /** In metres, where the surface is; equal points are merged. @throws MeshError as read_centreline() */
    Centreline read() const;
  };
} // namespace vht::meshing
