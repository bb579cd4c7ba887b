#include "solvers/arteries/operator.h"

#include "physics/circulation/tube_law.h"
#include "physics/error.h"

#include <algorithm>
#include <cmath>

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

  ArteryOperator::ArteryOperator(const Discretisation &discretisation,
                                 const NodeConditions &conditions,
                                 EndCoupling          *coupling)
    : discretisation_(discretisation)
    , coupling_(coupling)
    , inlets_(conditions.inlets)
    , solver_(conditions.total_pressure)
  {
    const Network &network = discretisation.network();
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
            own.terminal =
              make_terminal(vessel, {impedance(vessel, conditions.initial_pressure, discretisation.blood().density),
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
    boundary_.resize(ends_.size());
    for (const VesselEnd &end : ends_)
      faces_.push_back({discretisation.vessels()[end.vessel].face(end.distal), end.distal, 0., 0.});
    std::sort(faces_.begin(), faces_.end(), [](const EndFace &a, const EndFace &b) { return a.face < b.face; });
    for (const VesselEnd &end : ends_)
      {
        const std::size_t face = discretisation.vessels()[end.vessel].face(end.distal);
        place_.push_back(
          std::find_if(faces_.begin(), faces_.end(), [&](const auto &each) { return each.face == face; }) -
          faces_.begin());
      }
  }

  EndCurve
  ArteryOperator::arriving(const VesselEnd &end, ArteryState &state) const
  {
    const Discretisation &d     = discretisation_;
    const VesselCells    &cells = d.vessels()[end.vessel];
    const std::size_t     last = cells.last(end.distal), ghost = cells.ghost(end.distal), face = cells.face(end.distal);
    const std::size_t     before   = 2 * last - ghost;
    const auto            pressure = [&](std::size_t i) {
      return d.stiffness[i] * (std::sqrt(state.area[i]) - d.root_reference[i]);
    };

    // The ghost continues the straight line, so that the reconstruction finds the one-sided slope.
    const double at_last = pressure(last), beyond = 2. * at_last - pressure(before);
    const double root = d.root_reference[ghost] + beyond / d.stiffness[ghost];
    state.area[ghost] = root * root;
    state.flow[ghost] = 2. * state.flow[last] - state.flow[before];

    const EndCurve::Law law = {discretisation_.face_root_reference[face],
                               discretisation_.face_stiffness[face],
                               discretisation_.network().vessels()[end.vessel].reference_pressure,
                               discretisation_.blood().density,
                               discretisation_.alpha[last],
                               end.sign()};
    return EndCurve(law, 0.5 * (at_last + beyond), 0.5 * (state.flow[last] + state.flow[ghost]));
  }

  void
  ArteryOperator::solve(Node &node, double time, double step, Stage stage)
  {
    const std::span<const EndCurve> curves(&curves_[node.first], node.n);
    if (node.coupled) // solved with the others
      return;
    if (node.drive != nullptr && !node.drive->is_pressure)
      boundary_[node.first] = solver_.inflow(curves.front(), node.drive->value(time));
    else if (node.drive != nullptr)
      boundary_[node.first] = solver_.terminal(curves.front(), losses_[node.first], {node.drive->value(time), 0.});
    else if (node.terminal)
      boundary_[node.first] =
        solver_.terminal(curves.front(), losses_[node.first],
                         stage == Stage::begin ? node.terminal->at_begin() : node.terminal->at_end(step, node.flow[0]));
    else
      solver_.junction(curves, {&losses_[node.first], node.n}, {&boundary_[node.first], node.n});

    if (node.n == 1)
      node.flow[stage == Stage::begin ? 0 : 1] = curves.front().law().sign * boundary_[node.first].flow;
  }

  void
  ArteryOperator::evaluate(ArteryState &state, double time, double step, Stage stage)
  {
    curves_.clear();
    for (const VesselEnd &end : ends_)
      curves_.push_back(arriving(end, state));
    for (Node &node : nodes_)
      try
        {
          solve(node, time, step, stage);
        }
      catch (const ConvergenceError &error)
        {
          throw ConvergenceError("At " +
                                 describe(discretisation_.network(), discretisation_.network().nodes()[node.number]) +
                                 ", time " + std::to_string(time) + " s: " + error.what());
        }
    if (!coupled_.empty())
      solve_coupled(time, step, stage);
    for (std::size_t i = 0; i < ends_.size(); ++i)
      {
        faces_[place_[i]].root = boundary_[i].root;
        faces_[place_[i]].flow = boundary_[i].flow;
      }
  }

  void
  ArteryOperator::gather_coupled()
  {
    coupled_curves_.clear();
    for (const std::size_t end : coupled_)
      coupled_curves_.push_back(curves_[end]);
  }

  void
  ArteryOperator::solve_coupled(double time, double step, Stage stage)
  {
    gather_coupled();
    try
      {
        coupling_->solve(stage == Stage::begin ? 0 : 1, step, coupled_curves_, coupled_losses_, coupled_states_);
      }
    catch (const ConvergenceError &error)
      {
        throw ConvergenceError("At the ends of vessels that are joined to the circuit, time " + std::to_string(time) +
                               " s: " + error.what());
      }
    for (std::size_t i = 0; i < coupled_.size(); ++i)
      boundary_[coupled_[i]] = coupled_states_[i];
    for (Node &node : nodes_)
      if (node.coupled)
        node.flow[stage == Stage::begin ? 0 : 1] = curves_[node.first].law().sign * boundary_[node.first].flow;
  }

  void
  ArteryOperator::record(ArteryState &state, double time)
  {
    if (coupled_.empty())
      return;
    curves_.clear();
    for (const VesselEnd &end : ends_)
      curves_.push_back(arriving(end, state));
    gather_coupled();
    coupling_->record(time, coupled_curves_, coupled_losses_);
  }

  void
  ArteryOperator::advance(double step)
  {
    if (!coupled_.empty())
      coupling_->advance(step);
    for (Node &node : nodes_)
      if (node.n == 1)
        {
          const double volume = 0.5 * step * (node.flow[0] + node.flow[1]);
          if (node.drive != nullptr)
            inflow_volume_.add(-volume);
          else
            outflow_volume_.add(volume);
          if (node.terminal)
            node.terminal->advance(step, node.flow[0], node.flow[1]);
        }
  }

  double
  ArteryOperator::volume_with_coupling(const ArteryState &state) const
  {
    return volume(state) + (coupling_ != nullptr ? coupling_->volume() : 0.);
  }

  double
  ArteryOperator::volume(const ArteryState &state) const
  {
    double volume = 0.;
    for (const VesselCells &cells : discretisation_.vessels())
      for (std::size_t i = cells.first; i < cells.first + cells.n; ++i)
        volume += state.area[i] * cells.width;
    return volume;
  }
} // namespace vht
