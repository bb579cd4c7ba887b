#pragma once

#include "solvers/arteries/nodes.h"

#include <cstddef>

namespace vht
{
  /** Pressure [Pa], flow [m^3/s] and area [m^2] at one place. */
  struct PlaceValues
  {
    double pressure = 0., flow = 0., area = 0.;
  };

  /**
   * A network on its way through time, however it is discretised: what the problem and the postprocessor see.
   *
   * A method brings its state, how long a step may be, and the step; the clock, the balance of blood and what a
   * checkpoint holds of both are here.
   */
  class ArteryMethod
  {
  public:
    virtual ~ArteryMethod() = default;

    /** [s] */
    double
    time() const
    {
      return time_;
    }

    unsigned long
    steps() const
    {
      return steps_;
    }

    /** Evaluations of the equations of all cells so far. */
    virtual unsigned long stages() const = 0;

    virtual std::size_t n_cells() const = 0;

    /** Of the blood in the vessels [m^3]. */
    virtual double volume() const = 0;

    /** What lies beyond coupled ends keeps the present state for its tables. */
    virtual void
    record()
    {
    }

    /**
     * Go on to a later time [s], in equal steps.
     * @throws ConvergenceError where a node cannot be solved or a vessel collapses, with place, time and values
     */
    void advance_to(double time);

    /** At a place of a vessel from 0, its start, to 1, its end; the pressure includes that of a viscous wall. */
    virtual PlaceValues at(std::size_t vessel, double position) const = 0;

    /** The whole state, for a checkpoint; load() takes it back. */
    SavedState save() const;

    /** @throws InputError where the state is that of another network */
    void load(const SavedState &state);

    /** Inflow - outflow - change of the volume since the beginning, over the volume. Zero but for round-off. */
    double mass_error() const;

  protected:
    /** The state is that of the beginning. The nodes must outlive the method. */
    void begin(ArteryNodes &nodes);

  private:
    /** The longest step that the present state allows [s]. @throws ConvergenceError */
    virtual double longest_step() = 0;

    virtual void step(double size) = 0;

    /** What the vessels hold. */
    virtual void save_vessels(SavedState &state) const = 0;

    /** @throws InputError where it is that of other vessels */
    virtual void load_vessels(const SavedState &state) = 0;

    ArteryNodes  *nodes_ = nullptr;
    double        time_ = 0., initial_volume_ = 0.;
    unsigned long steps_ = 0;
  };
} // namespace vht
