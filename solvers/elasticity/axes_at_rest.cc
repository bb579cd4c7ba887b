#include "solvers/elasticity/axes.h"
#include "solvers/elasticity/operator.h"

#include <deal.II/base/tensor.h>

namespace vht
{
  std::vector<double>
  ElasticityOperator::axes_at_rest() const
  {
    std::vector<double> result;
    result.reserve(9 * points_.size());
    for (const CellPoint &point : points_)
      for (const auto &row : point.axes)
        result.insert(result.end(), row, row + 3);
    return result;
  }

  void
  ElasticityOperator::set_axes_at_rest(std::span<const double> axes)
  {
    for (std::size_t p = 0; p < points_.size(); ++p)
      {
        CellPoint    &point = points_[p];
        const Matrix3 old = to_tensor(point.axes), to_reference = to_tensor(point.map) * invert(old);
        Matrix3       now;
        for (unsigned int k = 0; k < 9; ++k)
          now[k / 3][k % 3] = axes[9 * p + k];
        set(point.axes, now);
        set(point.map, to_reference * now);
        point.weight *= determinant(old) / determinant(now);
      }
  }

  void
  ElasticityOperator::keep_stress(const State &state)
  {
    std::vector<double> axes;
    axes.reserve(9 * points_.size());
    measure(state, [&](std::size_t, const auto &, auto, std::span<const PointMeasures> measures) {
      for (const PointMeasures &point : measures)
        for (const auto &row : point.deformation)
          axes.insert(axes.end(), row, row + 3);
    });
    set_axes_at_rest(axes);
  }
} // namespace vht
