// How long the cell models take per node and step, and how far that is from what the memory allows.
//
// "bound" is the time in which a STREAM-like triad, measured here, moves as many bytes as one step reads and writes.

#include "physics/cells/cell_model.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <ctime>

using namespace vht;

namespace
{
  constexpr std::size_t block   = CellModel::block_size;
  constexpr std::size_t n_small = 1 << 12; // stays in the cache
  constexpr std::size_t n_large = 1 << 19; // comes from memory

  /** Processor time of this program [s]: on a busy machine it disturbs less than the time on the wall. */
  double
  processor_time()
  {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
  }

  /** Memory bandwidth of one core [B/s]: the best of some passes of a = b + s c over 3 x 64 MiB. */
  double
  triad_bandwidth()
  {
    static const double bandwidth = [] {
      const std::size_t   n = 1 << 23;
      std::vector<double> a(n, 0.), b(n, 1.), c(n, 2.);
      double              best = 1e30;
      for (int pass = 0; pass < 12; ++pass)
        {
          const double begin = processor_time();
          for (std::size_t i = 0; i < n; ++i)
            a[i] = b[i] + 3. * c[i];
          benchmark::DoNotOptimize(a.data());
          benchmark::ClobberMemory();
          best = std::min(best, processor_time() - begin);
        }
      return 3. * sizeof(double) * static_cast<double>(n) / best;
    }();
    return bandwidth;
  }

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
