// How long the cell models take per node and step, and how far that is from what the memory allows.
//
// "bound" is the time in which a STREAM-like triad, measured here, moves as many bytes as one step reads and writes.

#include "physics/cells/cell_model.h"
#include "tests/benchmark/bandwidth.h"

#include <benchmark/benchmark.h>

using namespace vht;
using namespace vht::benchmarks;

namespace
{
  constexpr std::size_t block   = CellModel::block_size;
  constexpr std::size_t n_small = 1 << 12; // stays in the cache
  constexpr std::size_t n_large = 1 << 19; // comes from memory

  /** Nodes in all phases of the action potential: potentials from rest to peak, initial states. */
  struct Tissue
  {
    Tissue(const CellModel &model, std::size_t n_nodes)
      : n_blocks(n_nodes / block)
      , stride(model.n_states() * block)
      , potential(n_nodes)
      , current(n_nodes)
      , states(n_nodes * model.n_states())
    {
      for (std::size_t i = 0; i < n_nodes; ++i)
        potential[i] = -85e-3 + 120e-3 * static_cast<double>(i / 97 % 50) / 50.;
      model.fill_initial(states);
    }

    std::size_t         n_blocks, stride;
    std::vector<double> potential, current, states;
  };

  /** Run the kernel over all blocks again and again; report per node. */
  template <typename Kernel>
  void
  measure(benchmark::State &state, std::size_t n_blocks, std::size_t bytes_per_node, const Kernel &kernel)
  {
    const double begin = processor_time();
    for (auto _ : state)
      {
        for (std::size_t b = 0; b < n_blocks; ++b)
          kernel(b);
        benchmark::ClobberMemory();
      }
    const double nodes = static_cast<double>(state.iterations()) * static_cast<double>(n_blocks * block);
    const double time  = (processor_time() - begin) / nodes;
    const double bound = static_cast<double>(bytes_per_node) / triad_bandwidth();

    state.counters["ns/node"]       = 1e9 * time;
    state.counters["bound ns/node"] = 1e9 * bound;
    state.counters["time/bound"]    = time / bound;
  }

  void
  advance(benchmark::State &state, const std::string &name)
  {
    const auto model = make_cell_model(name);
    Tissue     tissue(*model, static_cast<std::size_t>(state.range(0)));
    // all states in and out, potential in, current out
    measure(state, tissue.n_blocks, sizeof(double) * (2 * model->n_states() + 2), [&](std::size_t b) {
      model->advance(2e-5, &tissue.potential[b * block], &tissue.states[b * tissue.stride], &tissue.current[b * block]);
    });
  }

  void
  ionic_current(benchmark::State &state, const std::string &name)
  {
    const auto model = make_cell_model(name);
    Tissue     tissue(*model, static_cast<std::size_t>(state.range(0)));
    measure(state, tissue.n_blocks, sizeof(double) * (model->n_states() + 2), [&](std::size_t b) {
      model->ionic_current(&tissue.potential[b * block], &tissue.states[b * tissue.stride], &tissue.current[b * block]);
    });
  }
} // namespace

int
main(int argc, char **argv)
{
  for (const std::string &name : cell_model_names())
    if (name.ends_with("epi"))
      {
        benchmark::RegisterBenchmark((name + ": advance").c_str(), advance, name)->Arg(n_small)->Arg(n_large);
        benchmark::RegisterBenchmark((name + ": ionic current").c_str(), ionic_current, name)
          ->Arg(n_small)
          ->Arg(n_large);
      }
  benchmark::Initialize(&argc, argv);
  benchmark::AddCustomContext("triad bandwidth [GB/s]", std::to_string(1e-9 * triad_bandwidth()));
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
