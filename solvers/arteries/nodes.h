#pragma once

#include "solvers/arteries/end_coupling.h"
#include "solvers/arteries/network.h"
#include "solvers/arteries/node_solver.h"
#include "solvers/arteries/saved_state.h"
#include "solvers/arteries/terminal.h"
#include "solvers/core/compensated_sum.h"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
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
    std::vector<VesselEnd>  coupled;                    ///< ends that the coupling takes care of
    EndCoupling            *coupling         = nullptr; ///< must outlive the nodes
    bool                    total_pressure   = true;    ///< joins vessels, otherwise the static pressure
    double                  outflow_pressure = 0.;      ///< behind the terminals [Pa]
    double                  initial_pressure = 0.;      ///< [Pa]
  };

  /** One stage of a Runge–Kutta method. */
  struct StageTime
  {
    double time;        ///< [s]
    double since_begin; ///< of the step [s]; zero in the first stage
    double weight;      ///< of this stage in the step; those of all stages add up to one
    double step = 0.;   ///< the whole step [s]; an EndCoupling asks for it
  };

  /** What holds at a node at the end of an implicit step. */
  struct NodeCondition
  {
    enum class Kind
    {
      junction, ///< flows add up to zero, pressures agree
      flow,     ///< flow into the node is the offset [m^3/s]
      pressure  ///< pressure = offset + resistance * flow into the node
    };

    Kind   kind;
    double offset     = 0.;
    double resistance = 0.; ///< [Pa s/m^3]
  };

  /**
   * The volume that flows into a node over a step of a method that looks back: step * (before + share * flow), with the
   * flow at the end of the step.
   */
  struct FlowOverStep
  {
    double before; ///< [m^3/s]
    double share;
  };

  /**
   * The nodes of a network: junctions, inlets, terminals with what they store. Each stage of a step is solved by
   * solve(); advance() ends the step. A terminal is told the flow in the mean over the step with the weights of the
   * stages, which is what left the vessel: no blood is lost whatever the method.
   */
  class ArteryNodes
  {
  public:
    /** The network must outlive the nodes. @throws InputError for a terminal that is none */
    ArteryNodes(const Network &network, double density, const NodeConditions &conditions);

    /** All ends of vessels that meet at nodes, node after node. */
    const std::vector<VesselEnd> &
    ends() const
    {
      return ends_;
    }

    /**
     * @param[in] curves  what arrives, for each of ends()
     * @return the states on the ends() of the vessels; they stay until the next call
     * @throws ConvergenceError naming the node, its vessels and the time
     */
    std::span<const EndState> solve(std::span<const EndCurve> curves, const StageTime &stage);

    std::size_t
    n_nodes() const
    {
      return nodes_.size();
    }

    /** Numbers in ends() of the first end at a node and of that after its last one. */
    std::pair<std::size_t, std::size_t>
    ends_of(std::size_t node) const
    {
      return {nodes_[node].first, nodes_[node].first + nodes_[node].n};
    }

    const EndLoss &
    loss(std::size_t end) const
    {
      return losses_[end];
    }

    /** For an implicit step [s] that ends at a time; @param[in] flow  tells the volume that flows into a single end */
    NodeCondition condition(std::size_t node, double time, double step, const FlowOverStep &flow) const;

    /** The flow at the end of an implicit step, for advance() [m^3/s]. */
    void set_flow(std::size_t node, const FlowOverStep &flow, double at_end);

    /** After all stages of a step [s]: the terminals go on, the balance is added up. */
    void advance(double step);

    /** The coupling keeps what arrives at its ends now for its tables. @param[in] curves  for each of ends() */
    void record(std::span<const EndCurve> curves, double time);

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

    /** What a restart has to know: balances, terminals, first guesses. */
    SavedState save() const;
    void       load(const SavedState &state);

    unsigned long
    newton_iterations() const
    {
      return solver_.n_iterations;
    }

  private:
    /** A node with what belongs to it; `first` is where its ends stand in the list of ends. */
    struct Node
    {
      std::size_t               number, first, n;
      const InletDrive         *drive = nullptr;
      std::unique_ptr<Terminal> terminal;
      bool                      coupled    = false;
      double                    first_flow = 0.; ///< into the node in the first stage [m^3/s]
      double                    mean_flow  = 0.; ///< over the stages so far, by their weights [m^3/s]
    };

    void solve(Node &node, std::span<const EndCurve> curves, const StageTime &stage);
    void solve_coupled(std::span<const EndCurve> curves, const StageTime &stage);
    void gather_coupled(std::span<const EndCurve> curves);
    void add_flow(Node &node, std::span<const EndCurve> curves, const StageTime &stage);

    const Network          &network_;
    std::vector<InletDrive> inlets_;
    NodeSolver              solver_;
    std::vector<Node>       nodes_;
    std::vector<VesselEnd>  ends_;
    std::vector<EndLoss>    losses_;
    std::vector<double>     arrived_; ///< sqrt A that arrived in the stage before [m]; zero: there was none
    std::vector<EndState>   states_;
    CompensatedSum          inflow_volume_, outflow_volume_;

    EndCoupling             *coupling_;
    std::vector<std::size_t> coupled_; ///< the coupled ends, in the order of the coupling: numbers in ends_
    std::vector<EndCurve>    coupled_curves_;
    std::vector<EndLoss>     coupled_losses_;
    std::vector<EndState>    coupled_states_;
  };
} // namespace vht
