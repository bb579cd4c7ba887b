#pragma once

#include "solvers/arteries/discretisation.h"
#include "solvers/arteries/end_coupling.h"
#include "solvers/arteries/kernel.h"
#include "solvers/arteries/node_solver.h"
#include "solvers/arteries/terminal.h"

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace vht
{
  /** What drives the network at one of its inlets: flow [m^3/s] or pressure [Pa] over time [s]. */
  struct InletDrive
  {
    std::string                        node;
    bool                               is_pressure = false;
    std::function<double(double time)> value;
  };

  /** A pressure that is lost at one end of a vessel, such as in a stenosis. */
  struct PlacedLoss
  {
    VesselEnd end;
    EndLoss   loss;
  };

  /** What happens at the nodes. */
  struct NodeConditions
  {
    std::vector<InletDrive> inlets;
    std::vector<PlacedLoss> losses;
    std::vector<VesselEnd>  coupled;                 ///< ends that an EndCoupling takes care of
    bool                    total_pressure   = true; ///< joins vessels, otherwise the static pressure
    double                  outflow_pressure = 0.;   ///< behind the terminals [Pa]
    double                  initial_pressure = 0.;   ///< [Pa]
  };

  /**
   * A sum of many small numbers that keeps what each addition rounds off (Kahan 1965): in a long run far more blood
   * goes through a network than it holds.
   */
  class RunningSum
  {
  public:
    void
    add(double value)
    {
      const double wanted = value - excess_, next = sum_ + wanted;
      excess_ = (next - sum_) - wanted;
      sum_    = next;
    }

    double
    value() const
    {
      return sum_;
    }

  private:
    double sum_ = 0., excess_ = 0.;
  };

  /**
   * The discrete equations of the network for a given state: vessels, junctions, inlets, terminals.
   *
   *     dA/dt + dQ/dx = 0
   *     dQ/dt + d/dx (alpha Q^2 / A) + A / density dp/dx = -2 (zeta + 2) pi nu Q / A
   *
   * Knows no time stepping but that a step has two stages, at its beginning and at its end, which the terminals
   * integrate over.
   */
  class ArteryOperator
  {
  public:
    /**
     * The discretisation and the coupling must outlive the operator.
     * @param[in] coupling  of the ends in conditions.coupled; none if there are none
     * @throws InputError for a terminal that is none
     */
    ArteryOperator(const Discretisation &discretisation,
                   const NodeConditions &conditions,
                   EndCoupling          *coupling = nullptr);

    /** Which of the two stages of a step. */
    enum class Stage
    {
      begin,
      end
    };

    /**
     * Solve the nodes for a state at a time: what they put on the ends of the vessels. Fills the ghosts of the state.
     * @param[in] step  of time [s], for the terminals
     * @throws ConvergenceError naming the node, its vessels and the time
     */
    void evaluate(ArteryState &state, double time, double step, Stage stage);

    /** The states on the ends of all vessels, for advance_stage(). */
    std::span<const EndFace>
    ends() const
    {
      return faces_;
    }

    /** After both stages: the terminals go on, the balance is added up. */
    void advance(double step);

    /** The coupling keeps the state at this time for its tables. Fills the ghosts of the state. */
    void record(ArteryState &state, double time);

    /** Blood in the vessels and beyond the coupled ends [m^3]. */
    double volume_with_coupling(const ArteryState &state) const;

    /** Volumes since the beginning [m^3]: what came in at the inlets, what left into the terminals. */
    double
    inflow_volume() const
    {
      return inflow_volume_.value();
    }

    double
    outflow_volume() const
    {
      return outflow_volume_.value();
    }

    /** Volume of the blood in the vessels [m^3]. */
    double volume(const ArteryState &state) const;

    const Discretisation &
    discretisation() const
    {
      return discretisation_;
    }

    unsigned long
    newton_iterations() const
    {
      return solver_.n_iterations;
    }

  private:
    /** A node with what belongs to it; `first` is where its ends stand in the lists of ends. */
    struct Node
    {
      std::size_t               number, first, n;
      const InletDrive         *drive = nullptr;
      std::unique_ptr<Terminal> terminal;
      bool                      coupled = false;
      double                    flow[2] = {0., 0.}; ///< into the node at the two stages [m^3/s]
    };

    EndCurve arriving(const VesselEnd &end, ArteryState &state) const;
    void     solve(Node &node, double time, double step, Stage stage);
    void     gather_coupled();
    void     solve_coupled(double time, double step, Stage stage);

    const Discretisation    &discretisation_;
    EndCoupling             *coupling_;
    std::vector<InletDrive>  inlets_;
    NodeSolver               solver_;
    std::vector<Node>        nodes_;
    std::vector<VesselEnd>   ends_;
    std::vector<EndLoss>     losses_;
    std::vector<EndCurve>    curves_;
    std::vector<EndState>    boundary_;
    std::vector<EndFace>     faces_;   ///< by rising face
    std::vector<std::size_t> place_;   ///< of each end in faces_
    std::vector<std::size_t> coupled_; ///< the coupled ends, in the order of the coupling, in the lists of ends
    std::vector<EndCurve>    coupled_curves_;
    std::vector<EndLoss>     coupled_losses_;
    std::vector<EndState>    coupled_states_;
    RunningSum               inflow_volume_, outflow_volume_;
  };
} // namespace vht
