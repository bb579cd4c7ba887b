#include "solvers/arteries/nodes.h"

#include "physics/circulation/tube_law.h"
#include "physics/error.h"

#include <algorithm>

namespace vht
{
  namespace
  {
    std::string
    describe(const Network &network, const NetworkNode &node)
    {
      std::string text = "node \"" + node.name + "\" (";
      for (std::size_t i = 0; i < node.ends.size(); ++i)
        text += (i == 0 ? "" : ", ") + std::string(node.ends[i].distal ? "end of " : "start of ") +
                network.vessels()[node.ends[i].vessel].name;
      return text + ")";
    }

    /** Characteristic impedance at the end of a vessel under a pressure [Pa]. */
    double
    impedance(const Vessel &vessel, double pressure, double density)
    {
      const TubeLaw law  = TubeLaw::of(vessel.radius(1.), vessel.thickness(1.), vessel.youngs_modulus);
      const double  area = law.area(pressure - vessel.reference_pressure);
      return law.characteristic_impedance(area, density);
    }
  } // namespace

  ArteryNodes::ArteryNodes(const Network &network, double density, const NodeConditions &conditions)
    : network_(network)
    , inlets_(conditions.inlets)
    , solver_(conditions.total_pressure)
    , coupling_(conditions.coupling)
  {
    for (std::size_t n = 0; n < network.nodes().size(); ++n)
      {
        const NetworkNode &node = network.nodes()[n];
        Node               own;
        own.number = n;
        own.first  = ends_.size();
        own.n      = node.ends.size();
        for (const InletDrive &drive : inlets_)
          if (drive.node == node.name)
            own.drive = &drive;
        own.coupled = node.coupled;
        if (node.ends.size() == 1 && own.drive == nullptr && !own.coupled)
          {
            const Vessel &vessel = network.vessels()[node.ends.front().vessel];
            own.terminal         = make_terminal(vessel, {impedance(vessel, conditions.initial_pressure, density),
                                                          conditions.initial_pressure, conditions.outflow_pressure});
          }
        for (const VesselEnd &end : node.ends)
          {
            ends_.push_back(end);
            EndLoss &loss = losses_.emplace_back();
            for (const PlacedLoss &placed : conditions.losses)
              if (placed.end.vessel == end.vessel && placed.end.distal == end.distal)
                loss = {loss.linear + placed.loss.linear, loss.quadratic + placed.loss.quadratic};
          }
        nodes_.push_back(std::move(own));
      }
    for (const VesselEnd &end : conditions.coupled)
      {
        coupled_.push_back(std::find(ends_.begin(), ends_.end(), end) - ends_.begin());
        coupled_losses_.push_back(losses_[coupled_.back()]);
        coupled_states_.emplace_back();
      }
    arrived_.resize(ends_.size(), 0.);
    states_.resize(ends_.size());
  }

  void
  ArteryNodes::solve(Node &node, std::span<const EndCurve> curves, const StageTime &stage)
  {
    if (node.coupled) // solved with the others
      return;
    // What the node added to the arriving roots a stage ago is a good guess for now.
    const std::span<EndState> states(&states_[node.first], node.n);
    for (std::size_t i = 0; i < node.n; ++i)
      {
        double      &arrived = arrived_[node.first + i];
        const double now     = curves[i].root();
        states[i].root       = arrived > 0. ? now + (states[i].root - arrived) : now;
        arrived              = now;
      }

    if (node.drive != nullptr && !node.drive->is_pressure)
      solver_.inflow(curves.front(), node.drive->value(stage.time), states.front());
    else if (node.drive != nullptr)
      solver_.terminal(curves.front(), losses_[node.first], {node.drive->value(stage.time), 0.}, states.front());
    else if (node.terminal)
      solver_.terminal(curves.front(), losses_[node.first],
                       stage.since_begin > 0. ? node.terminal->at_end(stage.since_begin, node.first_flow)
                                              : node.terminal->at_begin(),
                       states.front());
    else
      solver_.junction(curves, {&losses_[node.first], node.n}, states);

    if (node.n == 1)
      add_flow(node, curves, stage);
  }

  void
  ArteryNodes::add_flow(Node &node, std::span<const EndCurve> curves, const StageTime &stage)
  {
    const double into = curves.front().law().sign * states_[node.first].flow;
    if (!(stage.since_begin > 0.))
      {
        node.first_flow = into;
        node.mean_flow  = 0.;
      }
    node.mean_flow += stage.weight * into;
  }

  void
  ArteryNodes::gather_coupled(std::span<const EndCurve> curves)
  {
    coupled_curves_.clear();
    for (const std::size_t end : coupled_)
      coupled_curves_.push_back(curves[end]);
  }

  void
  ArteryNodes::solve_coupled(std::span<const EndCurve> curves, const StageTime &stage)
  {
    gather_coupled(curves);
    try
      {
        coupling_->solve(stage.since_begin > 0. ? 1 : 0, stage.step, coupled_curves_, coupled_losses_, coupled_states_);
      }
    catch (const ConvergenceError &error)
      {
        throw ConvergenceError("At the ends of vessels that are joined to the circuit, time " +
                               std::to_string(stage.time) + " s: " + error.what());
      }
    for (std::size_t i = 0; i < coupled_.size(); ++i)
      states_[coupled_[i]] = coupled_states_[i];
    for (Node &node : nodes_)
      if (node.coupled)
        add_flow(node, curves.subspan(node.first, node.n), stage);
  }

  void
  ArteryNodes::record(std::span<const EndCurve> curves, double time)
  {
    if (coupled_.empty())
      return;
    gather_coupled(curves);
    coupling_->record(time, coupled_curves_, coupled_losses_);
  }

  std::span<const EndState>
  ArteryNodes::solve(std::span<const EndCurve> curves, const StageTime &stage)
  {
    for (Node &node : nodes_)
      try
        {
          solve(node, curves.subspan(node.first, node.n), stage);
        }
      catch (const ConvergenceError &error)
        {
          throw ConvergenceError("At " + describe(network_, network_.nodes()[node.number]) + ", time " +
                                 std::to_string(stage.time) + " s: " + error.what());
        }
    if (!coupled_.empty())
      solve_coupled(curves, stage);
    return states_;
  }

  NodeCondition
  ArteryNodes::condition(std::size_t number, double time, double step, const FlowOverStep &flow) const
  {
    const Node &node = nodes_[number];
    if (node.drive != nullptr && node.drive->is_pressure)
      return {NodeCondition::Kind::pressure, node.drive->value(time)};
    if (node.drive != nullptr)
      return {NodeCondition::Kind::flow, -node.drive->value(time)};
    if (!node.terminal)
      return {NodeCondition::Kind::junction};
    // The terminal takes the mean of two flows: twice the part from before, and twice the share of that at the end. Its
    // first resistance sees the flow itself.
    const Terminal::Relation relation = node.terminal->at_end(step, 2. * flow.before);
    const double             direct   = node.terminal->at_begin().resistance;
    return {NodeCondition::Kind::pressure, relation.offset, direct + 2. * flow.share * (relation.resistance - direct)};
  }

  void
  ArteryNodes::set_flow(std::size_t number, const FlowOverStep &flow, double at_end)
  {
    nodes_[number].first_flow = 2. * flow.before;
    nodes_[number].mean_flow  = flow.before + flow.share * at_end;
  }

  void
  ArteryNodes::advance(double step)
  {
    if (!coupled_.empty())
      coupling_->advance(step);
    for (Node &node : nodes_)
      if (node.n == 1)
        {
          const double volume = step * node.mean_flow;
          if (node.drive != nullptr)
            inflow_volume_ += -volume;
          else
            outflow_volume_ += volume;
          // The terminal integrates by the trapezoidal rule: a flow at the end that makes its volume the one above.
          if (node.terminal)
            node.terminal->advance(step, node.first_flow, 2. * node.mean_flow - node.first_flow);
        }
  }

  SavedState
  ArteryNodes::save() const
  {
    SavedState state;
    const auto in = inflow_volume_.parts(), out = outflow_volume_.parts();
    state["balance"] = {in[0], in[1], out[0], out[1]};
    state["arrived"] = arrived_;
    for (const EndState &end : states_)
      state["ends"].insert(state["ends"].end(), {end.root, end.flow});
    for (const Node &node : nodes_)
      if (node.terminal)
        state["terminal " + network_.nodes()[node.number].name] = node.terminal->save();
    return state;
  }

  void
  ArteryNodes::load(const SavedState &state)
  {
    const std::vector<double> &balance = state.at("balance"), &ends = state.at("ends");
    if (ends.size() != 2 * states_.size())
      throw InputError("The checkpoint is that of another network. Restart with the same table of vessels.");
    inflow_volume_  = CompensatedSum({balance.at(0), balance.at(1)});
    outflow_volume_ = CompensatedSum({balance.at(2), balance.at(3)});
    arrived_        = state.at("arrived");
    for (std::size_t i = 0; i < states_.size(); ++i)
      states_[i] = {ends[2 * i], ends[2 * i + 1]};
    for (Node &node : nodes_)
      if (node.terminal)
        node.terminal->load(state.at("terminal " + network_.nodes()[node.number].name));
  }
} // namespace vht
