// How long a network of arteries takes per cell and stage, and how far that is from what the memory allows.
//
// "bound" is the time in which a STREAM-like triad, measured here, moves as many bytes as one stage reads and writes at
// least: the state, the geometry, the result. Small networks stay in the cache and may be faster.

#include "solvers/arteries/integrator.h"
#include "solvers/arteries/kernel.h"
#include "tests/benchmark/bandwidth.h"

#include <benchmark/benchmark.h>

using namespace vht;
using namespace vht::benchmarks;

namespace
{
  /** A binary tree of vessels like those of the arm, each 10 cm long; 2^levels - 1 of them. */
  Network
  make_tree(unsigned int levels)
  {
    std::vector<Vessel> vessels;
    for (unsigned int n = 1; n < (1u << levels); ++n)
      {
        Vessel vessel;
        vessel.name            = "vessel " + std::to_string(n);
        vessel.start           = n == 1 ? "in" : std::to_string(n / 2);
        vessel.end             = std::to_string(n);
        vessel.length          = 0.1;
        vessel.proximal_radius = 4e-3;
        vessel.distal_radius   = 3.5e-3;
        vessel.youngs_modulus  = 4e5;
        vessel.where           = "benchmark";
        if (2 * n >= (1u << levels))
          vessel.terminal.reflection = 0.5;
        vessels.push_back(vessel);
      }
    return Network(std::move(vessels), {"in"}, {});
  }

  NodeConditions
  make_conditions()
  {
    NodeConditions conditions;
    conditions.inlets.push_back({"in", false, [](double time) { return 1e-5 * std::sin(6. * time); }});
    return conditions;
  }

  void
  kernels(benchmark::State &state, unsigned int levels, double cell_size)
  {
    const Network        network = make_tree(levels);
    const Discretisation discretisation(network, {}, {.cell_size = cell_size});
    ArteryState          now = state_at_rest(discretisation, 0.), next = now;

    const double begin = processor_time();
    for (auto _ : state)
      {
        benchmark::DoNotOptimize(advance_stage(discretisation, {}, 1e-7, 0.5, now, now, next));
      }
    const double time  = (processor_time() - begin) / static_cast<double>(state.iterations());
    const double cells = static_cast<double>(discretisation.n_cells());
    // Two of the state, which is the old one too, two of the next one, eleven of the geometry.
    const double bound = 15. * sizeof(double) * cells / triad_bandwidth();

    state.counters["cells"]         = cells;
    state.counters["ns/cell/stage"] = 1e9 * time / cells;
    state.counters["time/bound"]    = time / bound;
  }

  void
  steps(benchmark::State &state, unsigned int levels, double cell_size)
  {
    const Network        network = make_tree(levels);
    const Discretisation discretisation(network, {}, {.cell_size = cell_size});
    ArteryOperator       equations(discretisation, make_conditions());
    ArteryIntegrator     integrator(equations, state_at_rest(discretisation, 0.));

    const double begin = processor_time();
    double       time  = 0.;
    for (auto _ : state)
      integrator.advance_to(time += 1e-3);
    const double spent              = processor_time() - begin;
    const double stages             = 2. * static_cast<double>(integrator.steps());
    state.counters["cells"]         = static_cast<double>(discretisation.n_cells());
    state.counters["ns/cell/stage"] = 1e9 * spent / (stages * static_cast<double>(discretisation.n_cells()));
    state.counters["Newton/node/stage"] =
      static_cast<double>(equations.newton_iterations()) / (stages * static_cast<double>(network.nodes().size()));
  }
} // namespace

int
main(int argc, char **argv)
{
  benchmark::Initialize(&argc, argv);
  benchmark::RegisterBenchmark("kernels, 3 000 cells", kernels, 6u, 2e-3)->Unit(benchmark::kMicrosecond);
  benchmark::RegisterBenchmark("kernels, 3 million cells", kernels, 6u, 2e-6)->Unit(benchmark::kMicrosecond);
  benchmark::RegisterBenchmark("network, 50 cells in each vessel", steps, 6u, 2e-3)->Unit(benchmark::kMicrosecond);
  benchmark::RegisterBenchmark("network, 10 cells in each vessel", steps, 6u, 1e-2)->Unit(benchmark::kMicrosecond);
  benchmark::AddCustomContext("triad bandwidth [GB/s]", std::to_string(1e-9 * triad_bandwidth()));
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
