#pragma once

#include "solvers/arteries/method.h"
#include "solvers/arteries/place.h"

#include <utility>
#include <vector>

namespace vht
{
  /** What is known of one place over a cycle. */
  struct CycleStatistics
  {
    double mean_pressure = 0., lowest_pressure = 0., highest_pressure = 0.; ///< [Pa]
    double mean_flow = 0., lowest_flow = 0., highest_flow = 0.;             ///< [m^3/s]
    double mean_area = 0.;                                                  ///< [m^2]
  };

  /** Curves at some places over the present cycle and the one before. */
  class Recorder
  {
  public:
    explicit Recorder(std::vector<Place> places)
      : places_(std::move(places))
    {
    }

    const std::vector<Place> &
    places() const
    {
      return places_;
    }

    /** Since the beginning of the cycle [s]. */
    const std::vector<double> &
    times() const
    {
      return times_;
    }

    /** At all places at the time of a row. */
    const std::vector<PlaceValues> &
    row(std::size_t time) const
    {
      return now_[time];
    }

    /** One quantity at one place over the cycle, such as &PlaceValues::pressure. */
    std::vector<double> curve(std::size_t place, double PlaceValues::*quantity) const;

    /** A new cycle begins: the curves so far become those it is compared with. */
    void begin_cycle();

    /** Keep the state at a time since the beginning of the cycle [s]. */
    void record(double time, const ArteryMethod &method);

    /** Largest change of pressure since the last cycle over its mean, among the first places; infinite without one. */
    struct Change
    {
      double      value;
      std::size_t place;
    };
    Change change(std::size_t n_places) const;

    CycleStatistics statistics(std::size_t place) const;

    /** For a checkpoint. */
    SavedState save() const;
    void       load(const SavedState &state);

  private:
    using Rows = std::vector<std::vector<PlaceValues>>; ///< for each time and place

    std::vector<Place>  places_;
    std::vector<double> times_;
    Rows                now_, before_;
  };
} // namespace vht
