// How long the materials take per point: energy, stress, stress with stiffness.

#include "physics/materials/material.h"
#include "tests/benchmark/bandwidth.h"

#include <benchmark/benchmark.h>

#include <array>
#include <cmath>

using namespace vht;
using namespace vht::benchmarks;

namespace
{
  constexpr std::size_t n_blocks = 64; // stays in the cache

  /** Strains up to some twenty percent, different at each point. */
  std::vector<MaterialBlock::Voigt>
  strains()
  {
    std::vector<MaterialBlock::Voigt> blocks(n_blocks);
    for (std::size_t b = 0; b < n_blocks; ++b)
      for (std::size_t k = 0; k < 6; ++k)
        for (std::size_t i = 0; i < MaterialBlock::size; ++i)
          blocks[b][k][i] = 0.2 * std::sin(static_cast<double>(7 * b + 3 * k + 5 * i));
    return blocks;
  }

  template <typename Kernel>
  void
  measure(benchmark::State &state, const Kernel &kernel)
  {
    const std::vector<MaterialBlock::Voigt> blocks = strains();
    const double                            begin  = processor_time();
    for (auto _ : state)
      {
        for (const MaterialBlock::Voigt &block : blocks)
          kernel(block);
        benchmark::ClobberMemory();
      }
    const double points        = static_cast<double>(state.iterations()) * n_blocks * MaterialBlock::size;
    state.counters["ns/point"] = 1e9 * (processor_time() - begin) / points;
  }

  void
  energy(benchmark::State &state, const std::string &name)
  {
    const auto                              material = make_material(name);
    std::array<double, MaterialBlock::size> W;
    measure(state, [&](const MaterialBlock::Voigt &strain) {
      material->energy(strain, W);
      benchmark::DoNotOptimize(W);
    });
  }

  void
  stress(benchmark::State &state, const std::string &name)
  {
    const auto           material = make_material(name);
    MaterialBlock::Voigt S;
    measure(state, [&](const MaterialBlock::Voigt &strain) {
      material->stress(strain, S);
      benchmark::DoNotOptimize(S);
    });
  }

  void
  stiffness(benchmark::State &state, const std::string &name)
  {
    const auto               material = make_material(name);
    MaterialBlock::Voigt     S;
    MaterialBlock::Stiffness C;
    measure(state, [&](const MaterialBlock::Voigt &strain) {
      material->stiffness(strain, S, C);
      benchmark::DoNotOptimize(C);
    });
  }
} // namespace

int
main(int argc, char **argv)
{
  for (const std::string &name : material_names())
    {
      benchmark::RegisterBenchmark((name + ": energy").c_str(), energy, name);
      benchmark::RegisterBenchmark((name + ": stress").c_str(), stress, name);
      benchmark::RegisterBenchmark((name + ": stiffness").c_str(), stiffness, name);
    }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
