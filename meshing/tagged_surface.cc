#include "meshing/tagged_surface.h"

namespace vht::meshing
{
  void
  drop_unused_points(TaggedSurface &surface)
  {
    constexpr Index    unused = ~Index(0);
    std::vector<Index> number(surface.points.size(), unused);
    for (const auto &corners : surface.triangles)
      for (const Index corner : corners)
        number[corner] = 0;
    Index n = 0;
    for (Index i = 0; i < surface.points.size(); ++i)
      if (number[i] != unused)
        {
          surface.points[n] = surface.points[i];
          number[i]         = n++;
        }
    surface.points.resize(n);
    for (auto &corners : surface.triangles)
      for (Index &corner : corners)
        corner = number[corner];
  }
} // namespace vht::meshing
