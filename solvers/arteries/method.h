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

  /** A network on its way through time, however it is discretised: what the problem and the postprocessor see. */
  class ArteryMethod
  {
  public:
    virtual ~ArteryMethod() = default;

    virtual double time() const = 0; ///< [s]

    virtual unsigned long steps() const = 0;

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

    /** Go on to a later time [s]. @throws ConvergenceError with place, time and values */
    virtual void advance_to(double time) = 0;

    /** At a place of a vessel from 0, its start, to 1, its end; the pressure includes that of a viscous wall. */
    virtual PlaceValues at(std::size_t vessel, double position) const = 0;

    /** The whole state, for a checkpoint; load() takes it back. */
    virtual SavedState save() const = 0;

    /** @throws InputError where the state is that of another network */
    virtual void load(const SavedState &state) = 0;

    /** Inflow - outflow - change of the volume since the beginning, over the volume. Zero but for round-off. */
    virtual double mass_error() const = 0;
  };

  /** The balance of ArteryMethod::mass_error(). */
  double mass_error(const ArteryNodes &nodes, double initial_volume, double volume);
} // namespace vht
