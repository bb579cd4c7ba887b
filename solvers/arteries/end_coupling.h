#pragma once

#include "solvers/arteries/node_solver.h"
#include "solvers/arteries/saved_state.h"

#include <span>
#include <string>

namespace vht
{
  /**
   * What lies beyond several ends of vessels together, such as a circuit: it gives the states on them at the two stages
   * of a step of Heun's method, and may couple them all.
   */
  class EndCoupling
  {
  public:
    virtual ~EndCoupling() = default;

    /**
     * The states on the ends at the first (0) or second (1) stage of a step [s].
     *
     * @param[in]  ends, losses  in the order in which the coupled ends were given to the operator
     * @param[out] states  one for each end
     * @throws ConvergenceError
     */
    virtual void solve(unsigned int              stage,
                       double                    step,
                       std::span<const EndCurve> ends,
                       std::span<const EndLoss>  losses,
                       std::span<EndState>       states) = 0;

    /** After both stages. */
    virtual void advance(double step) = 0;

    /** Blood beyond the ends [m^3]. */
    virtual double volume() const = 0;

    /** A new cycle begins. */
    virtual void begin_cycle() = 0;

    /** Keep the state at this time [s] for the tables. */
    virtual void record(double time, std::span<const EndCurve> ends, std::span<const EndLoss> losses) = 0;

    /** Largest change since the last cycle, relative to the largest value of its kind; and of what. */
    struct Change
    {
      double      value;
      std::string where;
    };
    virtual Change change() const = 0;

    /** The whole state, for a checkpoint; load() takes it back. */
    virtual SavedState save() = 0;

    /** @throws InputError where the state is that of something else */
    virtual void load(const SavedState &state) = 0;

    /** Tables, summary and pictures of the last cycle. */
    virtual void write() = 0;
  };
} // namespace vht
