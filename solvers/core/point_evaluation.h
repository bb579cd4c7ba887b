#pragma once

#include "solvers/core/function_space.h"

#include <span>
#include <vector>

namespace vht
{
  /**
   * Values of a field at fixed points, the same on all ranks. The cells are looked up once.
   */
  class PointEvaluation
  {
  public:
    /**
     * Find the cell of each point. Collective.
     *
     * A point a little outside (rounded coordinates, a curved wall) is taken into the nearest cell.
     *
     * @param[in] points  [m]
     * @param[in] names   what messages call them
     * @throws InputError for a point that is outside the mesh by more than a tenth of a cell, with the distance
     */
    PointEvaluation(const FunctionSpace            &space,
                    const std::vector<Point>       &points,
                    const std::vector<std::string> &names);

    /** The field at the points; @p field has up-to-date ghosts. Collective. */
    std::vector<double> evaluate(const Vector &field) const;

    std::size_t
    size() const
    {
      return n_points_;
    }

  private:
    /** A point in a cell of this rank: degrees of freedom and values of their shape functions. */
    struct LocalPoint
    {
      std::size_t                                  index;
      std::vector<dealii::types::global_dof_index> dofs;
      std::vector<double>                          shape;
    };

    MPI_Comm                communicator_;
    std::size_t             n_points_;
    std::vector<LocalPoint> local_;
  };
} // namespace vht
