#include "solvers/elasticity/volume_compliance.h"

#include <deal.II/base/symmetric_tensor.h>

namespace vht
{
  namespace
  {
    const Tensor directions[] = {Tensor({1, 0, 0}),  Tensor({0, 1, 0}), Tensor({0, 0, 1}),  Tensor({1, 1, 0}),
                                 Tensor({1, -1, 0}), Tensor({1, 0, 1}), Tensor({1, 0, -1}), Tensor({0, 1, 1}),
                                 Tensor({0, 1, -1}), Tensor({1, 1, 1}), Tensor({1, 1, -1}), Tensor({1, -1, 1}),
                                 Tensor({-1, 1, 1})};
  } // namespace

  double
  volume_compliance(const ElasticTangent &tangent, const double (&cofactor)[dim][dim])
  {
    double       sum   = 0.;
    unsigned int count = 0;
    for (const Tensor &k : directions)
      {
        Matrix3 acoustic;
        Tensor  b;
        for (unsigned int i = 0; i < dim; ++i)
          for (unsigned int I = 0; I < dim; ++I)
            {
              b[i] += cofactor[i][I] * k[I];
              for (unsigned int j = 0; j < dim; ++j)
                for (unsigned int J = 0; J < dim; ++J)
                  acoustic[i][j] += k[I] * k[J] * tangent[dim * i + I][dim * j + J];
            }
        const double determinant = dealii::determinant(acoustic);
        if (determinant <= 0.)
          continue;
        const double compliance = b * (dealii::invert(acoustic) * b);
        if (compliance > 0.)
          {
            sum += compliance;
            ++count;
          }
      }
    return count > 0 ? sum / count : 0.;
  }
} // namespace vht
