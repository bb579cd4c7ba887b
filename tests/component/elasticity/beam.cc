// The bar of Land et al. 2015, problem 1 (doi:10.1098/rspa.2015.0641), on coarse meshes: Newton's method, the
// iterations of the linear solver under refinement, and the same answer on every number of ranks.

#include "solvers/core/log.h"
#include "solvers/core/point_evaluation.h"
#include "solvers/elasticity/integrator.h"
#include "tests/component/test_meshes.h"

#include <gtest/gtest.h>

#include <sstream>

using namespace vht;
using namespace vht::test;

namespace
{
  struct Outcome
  {
    double         tip; ///< height of the deformed point (10, 0.5, 1) mm [mm]
    ElasticityWork work;
    std::size_t    unknowns;
  };

  /** 4 Pa on the lower side at t = 1. */
  class Push final : public ElasticityIntegrator::Loads
  {
  public:
    explicit Push(ElasticityOperator &equation)
      : equation_(equation)
    {
    }

    void
    apply(double time, double dt, double part) override
    {
      equation_.set_loads({{.surface = 5, .pressure = 4. * (time + part * dt)}});
    }

  private:
    ElasticityOperator &equation_;
  };

  Outcome
  bend(CellShape shape, unsigned int n, unsigned int direct_below, MPI_Comm communicator = MPI_COMM_WORLD)
  {
    const Mesh       mesh(make_box(shape, {{10 * n, n, n}}, {{0.01, 0.001, 0.001}}), "bar", communicator);
    const MixedSpace space(mesh);
    const auto       material   = make_material("Guccione");
    const auto       volumetric = make_volumetric_law("quadratic");
    const Tissue     tissue{.material = material.get(), .volumetric = volumetric.get(), .stabilisation = 4e3};

    ElasticityOperator   equation(space, {{11, tissue}, {12, tissue}}, {}, {{.surface = 1}});
    Log                  log(false);
    ElasticityIntegrator integrator(equation, {}, {.relative_tolerance = 1e-6, .globalisation = "full steps"},
                                    {.direct_below = direct_below}, log);
    Push                 load(equation);
    integrator.advance(0., 1., 1. / 64., load);

    const FunctionSpace &nodes = space.nodes();
    Vector               z     = nodes.make_vector();
    for (unsigned int i = 0; i < z.locally_owned_size(); ++i)
      z.local_element(i) = integrator.displacement().local_element(3 * i + 2);
    z.update_ghost_values();
    const PointEvaluation tip(nodes, {Point(0.01, 0.0005, 0.001)}, {"tip"});
    return {1. + 1e3 * tip.evaluate(z)[0], integrator.work(), space.n_unknowns()};
  }

  void
  describe(const std::string &what, const Outcome &outcome)
  {
    std::ostringstream text;
    text.precision(7);
    text << what << ": " << outcome.unknowns << " unknowns, tip " << outcome.tip << " mm, steps " << outcome.work.steps
         << ", halvings " << outcome.work.halvings << ", Newton " << outcome.work.newton << ", linear "
         << outcome.work.linear << ", most " << outcome.work.most_linear;
    report(text.str());
  }
} // namespace

TEST(Beam, the_iterations_stay_few_under_refinement_and_the_tip_is_that_of_the_factorised_system)
{
  const Outcome direct = bend(CellShape::hexahedra, 2, 1000000);
  describe("factorised", direct);
  for (const unsigned int n : {1u, 2u, 4u})
    {
      const Outcome outcome = bend(CellShape::hexahedra, n, 0);
      describe("iterated", outcome);
      if (n == 2)
        {
          EXPECT_NEAR(outcome.tip, direct.tip, 1e-5);
        }
      EXPECT_LE(outcome.work.newton, 10u);
      EXPECT_LE(outcome.work.most_linear, 20u) << "the iterations grow with the mesh";
    }
  describe("tetrahedra", bend(CellShape::tetrahedra, 2, 0));
}
