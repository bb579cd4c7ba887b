#pragma once

#include "solvers/arteries/method.h"
#include "solvers/arteries/parameters.h"

#include <string>
#include <vector>

namespace vht
{
  class Run;

  /** What is known of one place over a cycle. */
  struct CycleStatistics
  {
    double mean_pressure = 0., lowest_pressure = 0., highest_pressure = 0.;
    double mean_flow = 0., lowest_flow = 0., highest_flow = 0.;
  };

  /**
   * Curves at the middle of every vessel and at the probes, cycle by cycle; tells whether cycles repeat, and writes at
   * the end: waveforms.csv, vessels.csv, cycles.csv, summary.json, curves as SVG.
   */
  class ArteryPostprocessor
  {
  public:
    /** The arguments must outlive the postprocessor. @throws InputError for a probe in no vessel */
    ArteryPostprocessor(const ArteriesParameters &parameters, const Network &network, Run &run);

    /** A new cycle begins: the curves so far become those it is compared with. */
    void begin_cycle();

    /** Keep the state at a time since the beginning of the cycle [s]. */
    void record(double time, const ArteryMethod &method);

    /** Largest change of pressure at the middle of a vessel since the last cycle over its mean; and where. */
    struct Change
    {
      double      value;
      std::size_t vessel;
    };
    Change change() const;

    /** One more row of cycles.csv. */
    void end_cycle(unsigned int cycle, const Change &change, double mass_error);

    /** Everything of the last cycle. @throws InputError when the disk refuses */
    void write(const ArteryMethod &method, unsigned int n_cycles, double wall_time) const;

  private:
    struct Place
    {
      std::string name;
      std::size_t vessel;
      double      position;
    };

    CycleStatistics statistics(std::size_t place) const;
    void            write_waveforms() const;
    void            write_vessels() const;
    void            draw() const;

    const ArteriesParameters             &parameters_;
    const Network                        &network_;
    Run                                  &run_;
    std::vector<Place>                    places_; ///< the middles of all vessels, then the probes
    std::vector<double>                   times_;
    std::vector<std::vector<PlaceValues>> now_, before_; ///< for each time and place
    std::vector<std::array<double, 3>>    cycles_;
  };
} // namespace vht
