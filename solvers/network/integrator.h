#pragma once

#include "solvers/network/stage.h"

#include <map>
#include <memory>
#include <string>

namespace vht::network
{
  /** How a circuit is integrated in time; section "Time" of its case. */
  struct IntegratorParameters
  {
    std::string     scheme          = "BDF2"; ///< BDF2, generalised alpha
    double          tolerance       = 1e-5;   ///< of the error of one step, relative to the largest value of a quantity
    double          spectral_radius = 0.5;    ///< of generalised alpha for infinitely stiff parts
    StageParameters newton;

    void declare(ParameterSection &section);
  };

  /**
   * A scheme for F(t, y, y') = 0. Owns the state; sees the circuit through the solver of one stage.
   */
  class Integrator
  {
  public:
    Integrator(const Circuit &circuit, const IntegratorParameters &parameters);
    virtual ~Integrator() = default;

    /** Begin with these values and rates. */
    virtual void start(double time, const Values &value, const Values &rate);

    /** Go on to this time: in one step if steps are fixed, in as many as the error asks for if they are not. */
    virtual void advance_to(double time) = 0;

    double
    time() const
    {
      return time_;
    }

    const Values &
    value() const
    {
      return value_;
    }

    const Values &
    rate() const
    {
      return rate_;
    }

    unsigned int
    n_steps() const
    {
      return n_steps_;
    }

    unsigned int
    n_iterations() const
    {
      return n_iterations_;
    }

    StageSolver &
    solver()
    {
      return solver_;
    }

    /** The whole state, for a checkpoint that goes on bit by bit. */
    virtual std::map<std::string, std::vector<double>> save();
    virtual void                                       load(const std::map<std::string, std::vector<double>> &state);

  protected:
    StageSolver  solver_;
    double       time_ = 0.;
    Values       value_, rate_;
    unsigned int n_steps_ = 0, n_iterations_ = 0;
  };

  std::unique_ptr<Integrator> make_integrator(const Circuit &circuit, const IntegratorParameters &parameters);

  /**
   * A state that fulfils all equations at a time: differential unknowns keep their values, algebraic ones follow.
   *
   * @param[in,out] value  first guess; then consistent
   * @param[out]    rate   of the differential unknowns; zero for the others
   */
  void make_consistent(StageSolver &solver, double time, Values &value, Values &rate);

  /** The state in which nothing changes while sources keep their means and chambers stay as they are at this time. */
  void make_steady(StageSolver &solver, Circuit &circuit, double time, Values &value);
} // namespace vht::network
