#pragma once

#include <algorithm>
#include <ctime>
#include <vector>

namespace vht::benchmarks
{
  /** Processor time of this program [s]: on a busy machine it disturbs less than the time on the wall. */
  inline double
  processor_time()
  {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
  }

  /** Memory bandwidth of one core [B/s]: the best of some passes of a = b + s c over 3 x 64 MiB. */
  inline double
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
          asm volatile("" : : "r"(a.data()) : "memory"); // the compiler must not see that nobody reads it
          best = std::min(best, processor_time() - begin);
        }
      return 3. * sizeof(double) * static_cast<double>(n) / best;
    }();
    return bandwidth;
  }
} // namespace vht::benchmarks
