#pragma once

#include "solvers/network/components/open_port.h"
#include "solvers/network/stage.h"

#include <array>
#include <map>

namespace vht::network
{
  /** A place where a circuit is open: one more port at a node. What flows into the circuit is positive. */
  struct OpenEnd
  {
    std::string name; ///< in tables and messages; no component may have it
    std::string node;
  };

  /** An L-stable Runge–Kutta scheme of two stages and second order, each stage implicit in itself alone. */
  struct TwoStageScheme
  {
    double                diagonal;          ///< a_11 = a_22
    double                second_by_first;   ///< a_21
    std::array<double, 2> weights, instants; ///< b, c

    /**
     * The partner of Heun's method in an implicit-explicit pair: both weigh their stages by one half, so that what
     * leaves the one enters the other to round-off. IMEX-SSP2(2,2,2) of Pareschi and Russo 2005,
     * doi:10.1007/s10915-004-4636-4.
     */
    static TwoStageScheme with_heun();

    /** Its last stage is the end of the step: for a partner that asks for pressures there. Alexander 1977. */
    static TwoStageScheme to_the_end();
  };

  /**
   * A circuit as the boundary of something else: ends of 1-D vessels, cavities, outlets of a 3-D domain.
   *
   * A step is made in one of two ways. For a partner in Heun's method: stage(0), stage(1), finish(), where the partner
   * says at each stage how much flows in against a pressure. For a partner that is implicit: respond() as often as it
   * likes, with flows that go in a straight line from the last ones to those at the end of the step, then accept().
   * Either way the circuit takes in step (Q_1 + Q_2) / 2 through each port, of the stages or of begin and end, to
   * round-off.
   *
   * Between steps only unknowns whose rates enter the equations are a state; the others follow in the next step.
   */
  class CircuitBoundary
  {
  public:
    /** @throws InputError for a name that a component has, or a circuit that is wrong */
    CircuitBoundary(std::vector<Circuit::Part>  parts,
                    double                      period,
                    const std::vector<OpenEnd> &ends,
                    const StageParameters      &newton);

    CircuitBoundary(const CircuitBoundary &)            = delete;
    CircuitBoundary &operator=(const CircuitBoundary &) = delete;

    const Circuit &
    circuit() const
    {
      return circuit_;
    }

    double
    time() const
    {
      return time_;
    }

    /** All unknowns; those without a rate as at the last stage, or as settle() left them. */
    const Values &
    value() const
    {
      return value_;
    }

    /** Pressures at the open ends [Pa], and flows into the circuit [m^3/s]. */
    double
    pressure(std::size_t end) const
    {
      return value_[pressures_[end]];
    }

    double
    flow(std::size_t end) const
    {
      return value_[flows_[end]];
    }

    /**
     * Before the first step: a first guess of the pressure at an end [Pa], and a flow that is not small there [m^3/s].
     * Blood at rest has no flow by which errors could be measured.
     */
    void expect(std::size_t end, double pressure, double flow_size);

    /** Unknowns without rates follow from the state and the partner's laws at this time; the state stays. */
    void settle(std::span<const PortLaw> laws);

    /**
     * Stage 0 or 1 of a step beside Heun's method. Afterwards pressure() and flow() are those of the stage.
     * @throws ConvergenceError where the circuit cannot be solved
     */
    void stage(unsigned int number, double step, std::span<const PortLaw> laws);

    /** After both stages. */
    void finish(double step);

    /** Pressures at the open ends at the end of a step, and their derivatives by the flows at the end of the step. */
    struct Response
    {
      Eigen::VectorXd pressures;   ///< [Pa]
      Eigen::MatrixXd resistances; ///< d p_i / d Q_j [Pa s/m^3]
    };

    /**
     * A step from the present state under flows that go linearly from the present ones to these. Changes nothing that
     * a later call could see but first guesses. Where an inertance stands at an open port its share of the pressure is
     * of first order in time: give it to the partner.
     * @throws ConvergenceError where the circuit cannot be solved
     */
    Response respond(double step, std::span<const double> flows);

    /** The step that respond() tried last is made. */
    void accept();

    /** Blood that came in through the open ends since the beginning [m^3]. */
    double
    volume_in() const
    {
      return volume_in_;
    }

    double
    stored_volume() const
    {
      return circuit_.stored_volume(value_);
    }

    /** The whole state, for a checkpoint. @throws InputError if it is that of another circuit */
    std::map<std::string, std::vector<double>> save();
    void                                       load(const std::map<std::string, std::vector<double>> &state);

  private:
    Values solve(const TwoStageScheme &scheme, unsigned int number, double step, std::span<const PortLaw> laws);
    Values advanced(const TwoStageScheme &scheme, double step) const;
    Eigen::MatrixXd derivative(const TwoStageScheme &scheme, double step, const std::array<Values, 2> &stages);

    std::vector<OpenPort *>  open_; ///< owned by the circuit
    Circuit                  circuit_;
    StageSolver              solver_;
    std::vector<std::size_t> pressures_, flows_;
    double                   time_ = 0.;
    Values                   value_; ///< with what the last stage says of unknowns without rates
    Values                   state_; ///< at the beginning of the step
    std::array<Values, 2>    rates_; ///< of the stages
    Values                   proposed_;
    double                   proposed_step_ = 0.;
    std::vector<double>      flows_before_, proposed_flows_;
    double                   volume_in_ = 0.;
  };
} // namespace vht::network
