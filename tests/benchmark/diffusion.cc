// How many unknowns a core sends through the system matrix of a diffusion step in a second, and how far that is from
// what the memory allows.
//
// "bound" is the time in which a STREAM-like triad, measured here, moves the bytes that have to come from memory: each
// entry of an assembled matrix with its column (12 B) and row, or the tensors at the quadrature points and the map from
// cells to unknowns; and the two vectors.

#include "solvers/core/petsc.h"
#include "solvers/reaction_diffusion/operator.h"
#include "tests/benchmark/bandwidth.h"
#include "tests/component/test_meshes.h"

#include <deal.II/base/mpi.h>

#include <benchmark/benchmark.h>

using namespace vht;
using namespace vht::benchmarks;

namespace
{
  double
  bytes_to_move(const DiffusionOperator &diffusion, const FunctionSpace &space)
  {
    const double n       = static_cast<double>(space.n_dofs());
    const double vectors = 3. * sizeof(double) * n; // one read, one written, which is read before
    if (diffusion.description().find("assembled") != std::string::npos)
      {
        MatInfo info;
        VHT_PETSC(MatGetInfo(diffusion.system(), MAT_LOCAL, &info));
        return vectors + info.nz_used * (sizeof(PetscScalar) + sizeof(PetscInt)) + n * sizeof(PetscInt);
      }
    const double cells  = space.mesh().n_cells();
    const double points = space.quadrature().size(), nodes = space.element().dofs_per_cell;
    return vectors +
           cells * (points * 7. * sizeof(double) + nodes * sizeof(unsigned int)); // 6 of the tensor, the weight
  }

  void
  multiply(benchmark::State &state, test::CellShape shape, unsigned int degree, unsigned int n)
  {
    const Mesh                      mesh(test::make_unit_box(shape, n), "box", MPI_COMM_SELF);
    const FunctionSpace             space(mesh, degree);
    dealii::SymmetricTensor<2, dim> tensor = dealii::unit_symmetric_tensor<dim>();
    tensor[0][0]                           = 4.;
    const DiffusionTensors tensors(mesh.n_cells() * space.quadrature().size(), tensor);
    const auto             diffusion = make_diffusion_operator(space, tensors, "consistent", 1e-3);

    Vector u = space.make_vector(), result = space.make_vector();
    u = 1.;
    const PetscView u_view(u), result_view(result);
    VHT_PETSC(MatMult(diffusion->system(), u_view, result_view)); // once, for the memory

    const double begin = processor_time();
    for (auto _ : state)
      VHT_PETSC(MatMult(diffusion->system(), u_view, result_view));
    const double time  = (processor_time() - begin) / static_cast<double>(state.iterations());
    const double bound = bytes_to_move(*diffusion, space) / triad_bandwidth();

    state.SetLabel(diffusion->description() + ", " + std::to_string(space.n_dofs()) + " unknowns");
    state.counters["MDoF/s/core"] = 1e-6 * static_cast<double>(space.n_dofs()) / time;
    state.counters["ns/DoF"]      = 1e9 * time / static_cast<double>(space.n_dofs());
    state.counters["time/bound"]  = time / bound;
  }
} // namespace

int
main(int argc, char **argv)
{
  const dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  benchmark::Initialize(&argc, argv);
  using test::CellShape;
  for (const auto &[name, shape, degree, n] : {std::tuple("P1 tetrahedra", CellShape::tetrahedra, 1u, 64u),
                                               std::tuple("P2 tetrahedra", CellShape::tetrahedra, 2u, 28u),
                                               std::tuple("Q1 hexahedra", CellShape::hexahedra, 1u, 64u),
                                               std::tuple("Q2 hexahedra", CellShape::hexahedra, 2u, 36u)})
    benchmark::RegisterBenchmark(name, multiply, shape, degree, n)->Unit(benchmark::kMillisecond);
  benchmark::AddCustomContext("triad bandwidth [GB/s]", std::to_string(1e-9 * triad_bandwidth()));
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
