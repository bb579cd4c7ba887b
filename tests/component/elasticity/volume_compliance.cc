// What the pressure's preconditioner takes for the resistance of the tissue against a change of volume.

#include "solvers/elasticity/volume_compliance.h"

#include <gtest/gtest.h>

using namespace vht;

namespace
{
  constexpr double mu = 3e3, lambda = 5e3; // [Pa]

  constexpr double identity[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};

  ElasticTangent
  isotropic()
  {
    ElasticTangent tangent = {};
    for (unsigned int i = 0; i < 3; ++i)
      for (unsigned int j = 0; j < 3; ++j)
        {
          tangent[3 * i + i][3 * j + j] += lambda;
          tangent[3 * i + j][3 * i + j] += mu;
          tangent[3 * i + j][3 * j + i] += mu;
        }
    return tangent;
  }
} // namespace

TEST(VolumeCompliance, IsThatOfPressureWavesInAnIsotropicBody)
{
  EXPECT_NEAR(volume_compliance(isotropic(), identity) * (lambda + 2. * mu), 1., 1e-12);
}

TEST(VolumeCompliance, DoesNotFeelThePressure)
{
  // The derivative of p cof F with respect to F at F = 1.
  ElasticTangent tangent = isotropic();
  for (unsigned int i = 0; i < 3; ++i)
    for (unsigned int j = 0; j < 3; ++j)
      {
        tangent[3 * i + i][3 * j + j] += 20e3;
        tangent[3 * i + j][3 * j + i] -= 20e3;
      }
  EXPECT_NEAR(volume_compliance(tangent, identity) * (lambda + 2. * mu), 1., 1e-12);
}

TEST(VolumeCompliance, StiffFibresLeaveTheSoftDirections)
{
  // Waves across the fibres change the volume as before: a third of the axes is stiff, most diagonals are only partly.
  ElasticTangent tangent = isotropic();
  tangent[0][0] += 1000. * mu;
  const double compliance = volume_compliance(tangent, identity) * (lambda + 2. * mu);
  EXPECT_LT(compliance, 1.);
  EXPECT_GT(compliance, 0.4);
}

TEST(VolumeCompliance, IsZeroWithoutAnyResistance)
{
  ElasticTangent tangent = isotropic();
  for (auto &row : tangent)
    for (double &entry : row)
      entry *= -1.;
  EXPECT_EQ(volume_compliance(tangent, identity), 0.);
}
