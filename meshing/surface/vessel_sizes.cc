#include "meshing/surface/vessel_sizes.h"

#include "meshing/surface/surface_remesh.h"

#include <algorithm>

namespace vht::meshing
{
  namespace
  {
    /** Each value becomes the middle one of its neighbourhood, so that single bumps do not count. */
    void
    take_medians(const TaggedSurface &surface, std::vector<double> &values, unsigned rounds)
    {
      std::vector<std::vector<Index>> around(surface.points.size());
      for (const auto &corners : surface.triangles)
        for (const Index a : corners)
          for (const Index b : corners)
            around[a].push_back(b);
      for (unsigned round = 0; round < rounds; ++round)
        {
          const std::vector<double> before = values;
          for (Index i = 0; i < values.size(); ++i)
            {
              std::vector<double> list;
              for (const Index j : around[i])
                list.push_back(before[j]);
              if (list.empty())
                continue;
              std::nth_element(list.begin(), list.begin() + static_cast<long>(list.size() / 2), list.end());
              values[i] = list[list.size() / 2];
            }
        }
    }
  } // namespace


  std::vector<double>
  sizes_across(const TaggedSurface &surface, std::vector<double> radius, const VesselSizes &wanted)
  {
    take_medians(surface, radius, 5);
    for (double &value : radius)
      value =
        std::clamp(2 * value / wanted.elements_across, wanted.smallest, std::max(wanted.largest, wanted.smallest));
    limit_gradient(surface, radius, wanted.gradient);
    return radius;
  }
} // namespace vht::meshing
