// The pressure that keeps a volume: found from the volume that a pressure made, on every number of ranks.

#include "solvers/core/log.h"
#include "solvers/elasticity/integrator.h"
#include "tests/component/test_meshes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

using namespace vht;
using namespace vht::test;

namespace
{
  constexpr double pressure = 800.; // [Pa], a third of the shear modulus

  /** A shell of soft tissue, held at its base; tag 1 is the inside, 3 the base. */
  class SoftShell
  {
  public:
    explicit SoftShell(CellShape shape)
      : mesh_(make_shell(shape, 2, 1), "shell", MPI_COMM_WORLD)
      , space_(mesh_)
      , material_(make_material("Guccione"))
      , volumetric_(make_volumetric_law("quadratic"))
      , equation_(space_,
                  {{1, {.material = material_.get(), .volumetric = volumetric_.get(), .stabilisation = 1e3}}},
                  {},
                  {{.surface = 3}})
      , log_(false)
      , integrator_(equation_, {}, {.relative_tolerance = 1e-10, .globalisation = "full steps"}, {}, log_)
      , cavity_("inside", space_, {1})
    {
    }

    double
    volume()
    {
      integrator_.displacement().update_ghost_values();
      const double result = cavity_.volume(integrator_.displacement());
      integrator_.displacement().zero_out_ghost_values();
      return result;
    }

    void
    load(double pressure_on_the_wall)
    {
      Loads loads(equation_, pressure_on_the_wall);
      integrator_.advance(0., 1., 1. / 64., loads);
    }

    /** The pressure at which the cavity has this volume [Pa]. */
    double
    fill(double wanted)
    {
      const double rest = volume();
      integrator_.control_volumes({{&cavity_, [=](double time) { return rest + time * (wanted - rest); }}});
      load(0.);
      return integrator_.cavity_pressures(0).front();
    }

    const ElasticityWork &
    work() const
    {
      return integrator_.work();
    }

  private:
    class Loads final : public ElasticityIntegrator::Loads
    {
    public:
      Loads(ElasticityOperator &equation, double full)
        : equation_(equation)
        , full_(full)
      {
      }

      void
      apply(double time, double dt, double part) override
      {
        equation_.set_loads({{.surface = 1, .pressure = full_ * (time + part * dt)}});
      }

    private:
      ElasticityOperator &equation_;
      double              full_;
    };

    Mesh                           mesh_;
    MixedSpace                     space_;
    std::unique_ptr<Material>      material_;
    std::unique_ptr<VolumetricLaw> volumetric_;
    ElasticityOperator             equation_;
    Log                            log_;
    ElasticityIntegrator           integrator_;
    Cavity                         cavity_;
  };

  class VolumeControlled : public testing::TestWithParam<CellShape>
  {
  };
} // namespace

TEST_P(VolumeControlled, finds_the_pressure_that_made_the_volume)
{
  SoftShell    inflated(GetParam()), filled(GetParam());
  const double rest = inflated.volume();
  inflated.load(pressure);
  const double volume = inflated.volume();
  EXPECT_GT(volume, 1.1 * rest);
  EXPECT_NEAR(filled.fill(volume), pressure, 1e-7 * pressure);
  EXPECT_NEAR(filled.volume(), volume, 1e-9 * volume);

  // Newton's method stays quadratic with the border: the last residual is far below the square root of the one before.
  const auto &residuals = filled.work().residuals;
  ASSERT_GE(residuals.size(), 3u);
  const double last   = residuals.back() / residuals.front(),
               before = residuals[residuals.size() - 2] / residuals.front();
  EXPECT_LT(last, std::max(10. * std::pow(before, 1.7), 1e-11));
}

INSTANTIATE_TEST_SUITE_P(Shapes,
                         VolumeControlled,
                         testing::Values(CellShape::hexahedra, CellShape::tetrahedra),
                         [](const auto &info) { return to_string(info.param); });
