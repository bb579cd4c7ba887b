#pragma once

#include "solvers/arteries/parameters.h"
#include "solvers/arteries/recorder.h"

namespace vht
{
  class Run;

  /** The ends of the paths, to be recorded. @throws InputError for a path that is none */
  std::vector<Place> path_ends(const std::vector<PathParameters> &paths, const Network &network);

  /**
   * How fast the pulse runs along the paths, from foot to foot, and with it what the walls alone would make of it
   * under the lowest pressure: `paths.csv` and summary.json.
   * @param[in] first  of the path_ends() among the places of the recorder
   */
  void write_paths(const ArteriesParameters &parameters,
                   const Network            &network,
                   const Recorder           &recorder,
                   std::size_t               first,
                   Run                      &run);

  /** The curves of the places from @p first to @p last split into waves: `waves.csv` and summary.json. */
  void write_waves(const BloodParameters &blood,
                   const Network         &network,
                   const Recorder        &recorder,
                   std::size_t            first,
                   std::size_t            last,
                   Run                   &run);
} // namespace vht
