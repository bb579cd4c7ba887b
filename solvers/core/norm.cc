#include "solvers/core/norm.h"

#include <deal.II/base/mpi.h>

#include <cmath>
#include <numeric>

namespace vht
{
  double
  norm_or_nan(const Vector &vector)
  {
    const double square = std::inner_product(vector.begin(), vector.end(), vector.begin(), 0.);
    return std::sqrt(dealii::Utilities::MPI::sum(square, vector.get_mpi_communicator()));
  }
} // namespace vht
