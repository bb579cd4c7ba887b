#include "solvers/coupling/artery_circuit.h"

#include "physics/error.h"
#include "solvers/core/parameters.h"
#include "solvers/core/run.h"
#include "solvers/network/parameters.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace vht
{
  namespace
  {
    constexpr double least_opening = 0.3; // of sqrt A of the arriving state; below follows the tangent

    constexpr double usual_velocity = 0.1; // of the speed of waves

    std::vector<network::OpenEnd>
    open_ends(const ArteriesParameters &arteries)
    {
      std::vector<network::OpenEnd> ends;
      for (const ConnectionParameters &connection : arteries.connections)
        ends.push_back({connection.name, connection.node});
      return ends;
    }

    /** Flow into the node and static pressure there after the loss, by sqrt A; slopes by sqrt A. */
    struct NodeSide
    {
      double flow, flow_slope, pressure, pressure_slope;
    };

    NodeSide
    node_side(const EndCurve &end, const EndLoss &loss, double root)
    {
      const EndCurve::Point point = end.at(root);
      const double          into = end.law().sign * point.flow, slope = end.law().sign * point.flow_slope;
      return {into, slope, point.pressure - (loss.linear + loss.quadratic * std::abs(into)) * into,
              point.pressure_slope - (loss.linear + 2. * loss.quadratic * std::abs(into)) * slope};
    }

    /** sqrt A at which the node has this pressure. */
    double
    root_at(const EndCurve &end, const EndLoss &loss, double pressure)
    {
      double root = end.law().root_reference + (pressure - end.law().reference_pressure) / end.law().stiffness;
      if (loss.linear == 0. && loss.quadratic == 0.)
        return root;
      const double least = least_opening * end.root();
      root               = std::max(root, least);
      for (unsigned int i = 0; i < 50; ++i)
        {
          const NodeSide side = node_side(end, loss, root);
          const double   next = std::max(root - (side.pressure - pressure) / side.pressure_slope, 0.5 * least);
          if (std::abs(std::exchange(root, next) - next) < 1e-15 * end.root())
            break;
        }
      return root;
    }
  } // namespace

  network::PortFlow
  end_flow(const EndCurve &end, const EndLoss &loss, double pressure)
  {
    const double   root = root_at(end, loss, pressure), least = least_opening * end.root();
    const NodeSide side  = node_side(end, loss, std::max(root, least));
    const double   slope = side.flow_slope / side.pressure_slope;
    return {side.flow + (root < least ? slope * (pressure - side.pressure) : 0.), slope};
  }

  void
  ArteryCircuitParameters::declare(ParameterSection &root)
  {
    parts = network::declare_components(root.section("Network"));
  }

  void
  ArteryCircuitParameters::check(const ArteriesParameters &arteries) const
  {
    if (parts.empty() && !arteries.connections.empty())
      throw InputError(arteries.connections.front().where + ": connection \"" + arteries.connections.front().name +
                       "\" leads to a circuit, but the case has no components. Add sections \"Component NAME\" to "
                       "Network.");
    if (!parts.empty() && arteries.connections.empty())
      throw InputError("Network: the case has components (\"" + parts.front().name +
                       "\"), but no vessel is joined to them. Add sections \"Connection NAME\", or take the "
                       "components away.");
  }

  ArteryCircuit::ArteryCircuit(ArteryCircuitParameters parameters, const ArteriesParameters &arteries, Run &run)
    : boundary_(std::move(parameters.parts), arteries.time.period, open_ends(arteries), parameters.newton)
    , postprocessor_(boundary_.circuit(), false, arteries.draw, run)
    , laws_(arteries.connections.size())
  {
    run.log().info("Circuit: " + std::to_string(boundary_.circuit().parts().size() - laws_.size()) + " components, " +
                   std::to_string(laws_.size()) + " ends of vessels");
    for (const std::string &line : network::unusual_constants(boundary_.circuit()))
      run.log().warning(line + ". Is the unit right?");
  }

  void
  ArteryCircuit::set_laws(std::span<const EndCurve> ends, std::span<const EndLoss> losses)
  {
    for (std::size_t i = 0; i < ends.size(); ++i)
      {
        if (!(ends[i].root() > 0.))
          throw ConvergenceError("A vessel has collapsed there.");
        laws_[i] = [end = &ends[i], loss = &losses[i]](double pressure) { return end_flow(*end, *loss, pressure); };
        if (!begun_)
          {
            const double root = ends[i].root();
            boundary_.expect(i, ends[i].at(root).pressure, usual_velocity * root * root * ends[i].speed(root));
          }
      }
    begun_ = true;
  }

  void
  ArteryCircuit::solve(unsigned int              stage,
                       double                    step,
                       std::span<const EndCurve> ends,
                       std::span<const EndLoss>  losses,
                       std::span<EndState>       states)
  {
    set_laws(ends, losses);
    boundary_.stage(stage, step, laws_);
    for (std::size_t i = 0; i < ends.size(); ++i)
      {
        // The flow is that of the circuit, to the last digit; the area lies on the curve within Newton's tolerance.
        states[i] = {root_at(ends[i], losses[i], boundary_.pressure(i)), ends[i].law().sign * boundary_.flow(i)};
        if (!(states[i].root > least_opening * ends[i].root()))
          throw ConvergenceError(
            "The circuit draws a vessel nearly closed: \"" +
            boundary_.circuit()
              .unknowns()[boundary_.circuit().flow(
                boundary_.circuit().parts()[boundary_.circuit().parts().size() - ends.size() + i].name, "outlet")]
              .name +
            "\".");
      }
  }

  void
  ArteryCircuit::begin_cycle()
  {
    if (recorded_)
      postprocessor_.begin_beat();
  }

  void
  ArteryCircuit::record(double time, std::span<const EndCurve> ends, std::span<const EndLoss> losses)
  {
    set_laws(ends, losses);
    boundary_.settle(laws_);
    if (!std::exchange(recorded_, true))
      postprocessor_.start(time, boundary_.value(), std::nullopt);
    else
      postprocessor_.sample(time, boundary_.value());
  }

  SavedState
  ArteryCircuit::save()
  {
    SavedState state = boundary_.save();
    state["rows"]    = postprocessor_.save();
    state["begun"]   = {begun_ ? 1. : 0., recorded_ ? 1. : 0.};
    return state;
  }

  void
  ArteryCircuit::load(const SavedState &state)
  {
    boundary_.load(state);
    begun_    = state.at("begun").at(0) > 0.;
    recorded_ = state.at("begun").at(1) > 0.;
    if (recorded_)
      postprocessor_.start(boundary_.time(), boundary_.value(), std::nullopt);
    postprocessor_.load(state.at("rows"));
  }

  EndCoupling::Change
  ArteryCircuit::change() const
  {
    const network::PeriodicChange change = postprocessor_.change();
    return {change.largest, change.worst};
  }

  void
  ArteryCircuit::write()
  {
    postprocessor_.finish();
  }
} // namespace vht
