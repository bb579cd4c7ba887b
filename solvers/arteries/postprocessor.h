#pragma once

#include "solvers/arteries/network_fields.h"
#include "solvers/arteries/parameters.h"
#include "solvers/arteries/recorder.h"

#include <array>
#include <map>
#include <string>
#include <vector>

namespace vht
{
  class Run;

  /**
   * Curves at the middle of every vessel and at the probes, cycle by cycle; tells whether cycles repeat, and writes at
   * the end: waveforms.csv, vessels.csv, cycles.csv, paths.csv, waves.csv, summary.json, curves as SVG, the whole
   * network (NetworkFields).
   */
  class ArteryPostprocessor
  {
  public:
    /** The arguments must outlive the postprocessor. @throws InputError for a probe in no vessel, a path that is none
     */
    ArteryPostprocessor(const ArteriesParameters &parameters, const Discretisation &discretisation, Run &run);

    /** A new cycle begins: the curves so far become those it is compared with. */
    void begin_cycle();

    /** Keep the state at a time since the beginning of the cycle [s]. */
    void record(double time, const ArteryMethod &method);

    /** Largest change of pressure at the middle of a vessel since the last cycle over its mean; place is the vessel. */
    Recorder::Change change() const;

    /** One more row of cycles.csv. */
    void end_cycle(unsigned int cycle, double change, double mass_error);

    /** Everything of the last cycle. @throws InputError when the disk refuses */
    void write(const ArteryMethod &method, unsigned int n_cycles, double wall_time) const;

    /** Curves, fields and rows so far, for a checkpoint. */
    std::map<std::string, SavedState> save() const;
    void                              load(const std::map<std::string, SavedState> &state);

  private:
    /** Numbers of places: the middles of all vessels, then the probes, then the ends of paths. */
    std::size_t
    first_probe() const
    {
      return discretisation_.vessels().size();
    }

    std::size_t
    end_of_probes() const
    {
      return first_probe() + parameters_.probes.size();
    }

    void summarise() const;
    void write_waveforms() const;
    void write_vessels() const;
    void draw() const;

    const ArteriesParameters          &parameters_;
    const Discretisation              &discretisation_;
    Run                               &run_;
    Recorder                           recorder_;
    NetworkFields                      fields_;
    std::vector<std::array<double, 3>> cycles_;
  };
} // namespace vht
