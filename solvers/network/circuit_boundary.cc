#include "solvers/network/circuit_boundary.h"

#include "physics/error.h"

#include <cmath>
#include <utility>

namespace vht::network
{
  namespace
  {
    const double gamma = 1. - std::sqrt(0.5);

    /** The parts with one more for each open end; tells where these stand. */
    std::vector<Circuit::Part>
    with_open_ends(std::vector<Circuit::Part> parts, const std::vector<OpenEnd> &ends, std::vector<OpenPort *> &open)
    {
      for (const OpenEnd &end : ends)
        {
          auto port = std::make_unique<OpenPort>();
          open.push_back(port.get());
          parts.push_back({end.name, std::move(port), {end.node}});
        }
      return parts;
    }

    std::vector<double>
    plain(const Values &values)
    {
      return {values.data(), values.data() + values.size()};
    }
  } // namespace

  TwoStageScheme
  TwoStageScheme::with_heun()
  {
    return {gamma, 1. - 2. * gamma, {0.5, 0.5}, {gamma, 1. - gamma}};
  }

  TwoStageScheme
  TwoStageScheme::to_the_end()
  {
    return {gamma, 1. - gamma, {1. - gamma, gamma}, {gamma, 1.}};
  }

  CircuitBoundary::CircuitBoundary(std::vector<Circuit::Part>  parts,
                                   double                      period,
                                   const std::vector<OpenEnd> &ends,
                                   const StageParameters      &newton)
    : circuit_(with_open_ends(std::move(parts), ends, open_), period)
    , solver_(circuit_, newton)
    , value_(circuit_.initial())
    , state_(value_)
    , rates_({Values::Zero(value_.size()), Values::Zero(value_.size())})
    , proposed_(value_)
    , flows_before_(ends.size(), 0.)
    , proposed_flows_(ends.size(), 0.)
  {
    for (const OpenEnd &end : ends)
      {
        pressures_.push_back(circuit_.pressure(end.name, "outlet"));
        flows_.push_back(circuit_.flow(end.name, "outlet"));
      }
    solver_.reuse_factors();
    solver_.observe(value_);
  }

  void
  CircuitBoundary::expect(std::size_t end, double pressure, double flow_size)
  {
    if (!circuit_.is_differential()[pressures_[end]])
      value_[pressures_[end]] = pressure;
    Values sizes       = value_;
    sizes[flows_[end]] = flow_size;
    solver_.observe(sizes);
  }

  void
  CircuitBoundary::settle(std::span<const PortLaw> laws)
  {
    // A step that is too short for anything to change. Its factors are of no use to others.
    const double factor = 1. / (1e-7 * circuit_.period());
    for (std::size_t i = 0; i < open_.size(); ++i)
      open_[i]->set(laws[i]);
    Values settled = value_;
    solver_.solve(time_, factor, -factor * value_, settled);
    for (std::size_t i = 0; i < circuit_.size(); ++i)
      if (!circuit_.is_differential()[i])
        value_[i] = settled[i];
  }

  Values
  CircuitBoundary::solve(const TwoStageScheme &scheme, unsigned int number, double step, std::span<const PortLaw> laws)
  {
    for (std::size_t i = 0; i < open_.size(); ++i)
      open_[i]->set(laws[i]);
    const double factor = 1. / (scheme.diagonal * step);
    Values       offset = -factor * state_;
    if (number == 1)
      offset -= scheme.second_by_first / scheme.diagonal * rates_[0];
    Values stage = value_;
    solver_.solve(time_ + scheme.instants[number] * step, factor, offset, stage);
    rates_[number] = factor * stage + offset;
    return stage;
  }

  Values
  CircuitBoundary::advanced(const TwoStageScheme &scheme, double step) const
  {
    Values result = value_;
    for (std::size_t i = 0; i < circuit_.size(); ++i)
      if (circuit_.is_differential()[i])
        result[i] = state_[i] + step * (scheme.weights[0] * rates_[0][i] + scheme.weights[1] * rates_[1][i]);
    return result;
  }

  void
  CircuitBoundary::stage(unsigned int number, double step, std::span<const PortLaw> laws)
  {
    const TwoStageScheme scheme = TwoStageScheme::with_heun();
    if (number == 0)
      state_ = value_;
    value_ = solve(scheme, number, step, laws);
    for (std::size_t i = 0; i < open_.size(); ++i)
      {
        volume_in_ += scheme.weights[number] * step * flow(i);
        flows_before_[i] = flow(i);
      }
  }

  void
  CircuitBoundary::finish(double step)
  {
    value_ = advanced(TwoStageScheme::with_heun(), step);
    time_ += step;
    circuit_.accept(time_, value_);
  }

  CircuitBoundary::Response
  CircuitBoundary::respond(double step, std::span<const double> flows)
  {
    const TwoStageScheme  scheme = TwoStageScheme::to_the_end();
    std::array<Values, 2> stages;
    const Values          before = value_;
    state_                       = value_;
    for (unsigned int number = 0; number < 2; ++number)
      {
        std::vector<PortLaw> laws;
        for (std::size_t i = 0; i < open_.size(); ++i)
          laws.emplace_back([in = std::lerp(flows_before_[i], flows[i], scheme.instants[number])](double) {
            return PortFlow{in, 0.};
          });
        stages[number] = value_ = solve(scheme, number, step, laws);
      }
    proposed_      = advanced(scheme, step);
    proposed_step_ = step;
    proposed_flows_.assign(flows.begin(), flows.end());

    Response response;
    response.pressures.resize(static_cast<Eigen::Index>(open_.size()));
    for (std::size_t i = 0; i < open_.size(); ++i)
      response.pressures[static_cast<Eigen::Index>(i)] = proposed_[pressures_[i]];
    response.resistances = derivative(scheme, step, stages);
    value_               = before;
    return response;
  }

  Eigen::MatrixXd
  CircuitBoundary::derivative(const TwoStageScheme &scheme, double step, const std::array<Values, 2> &stages)
  {
    const auto      size = static_cast<Eigen::Index>(circuit_.size()), n = static_cast<Eigen::Index>(open_.size());
    const double    factor = 1. / (scheme.diagonal * step);
    Eigen::MatrixXd change = Eigen::MatrixXd::Zero(size, n); // of the flows at the end, in the ports' equations
    for (Eigen::Index i = 0; i < n; ++i)
      change(static_cast<Eigen::Index>(circuit_.first_equation(circuit_.parts().size() - open_.size() + i)), i) = 1.;

    Eigen::MatrixXd by_flows;
    Values          residual;
    for (unsigned int number = 0; number < 2; ++number)
      {
        const double time   = time_ + scheme.instants[number] * step;
        const Values offset = rates_[number] - factor * stages[number];

        Eigen::MatrixXd right = scheme.instants[number] * change;
        if (number == 1) // the first stage's rates have changed by factor * by_flows
          {
            Eigen::SparseMatrix<double> once, twice;
            circuit_.evaluate(time, stages[1], rates_[1], factor, residual, once);
            circuit_.evaluate(time, stages[1], rates_[1], 2. * factor, residual, twice);
            right += scheme.second_by_first / scheme.diagonal * ((twice - once) * by_flows);
          }
        by_flows = solver_.solve_linear(time, factor, offset, stages[number], right);
      }
    Eigen::MatrixXd resistances(n, n);
    for (Eigen::Index i = 0; i < n; ++i)
      resistances.row(i) = by_flows.row(static_cast<Eigen::Index>(pressures_[static_cast<std::size_t>(i)]));
    return resistances;
  }

  void
  CircuitBoundary::accept()
  {
    value_ = proposed_;
    time_ += proposed_step_;
    for (std::size_t i = 0; i < open_.size(); ++i)
      volume_in_ += 0.5 * proposed_step_ * (flows_before_[i] + proposed_flows_[i]);
    flows_before_ = proposed_flows_;
    circuit_.accept(time_, value_);
  }

  std::map<std::string, std::vector<double>>
  CircuitBoundary::save()
  {
    const auto &scales = solver_.scales();
    return {{"time", {time_}},
            {"value", plain(value_)},
            {"flows", flows_before_},
            {"volume in", {volume_in_}},
            {"scales", {scales.begin(), scales.end()}}};
  }

  void
  CircuitBoundary::load(const std::map<std::string, std::vector<double>> &state)
  {
    if (state.at("value").size() != circuit_.size() || state.at("flows").size() != open_.size())
      throw InputError("The checkpoint holds " + std::to_string(state.at("value").size()) + " unknowns and " +
                       std::to_string(state.at("flows").size()) + " open ends of a circuit, the circuit has " +
                       std::to_string(circuit_.size()) + " and " + std::to_string(open_.size()) +
                       ". Restart with the same circuit.");
    time_         = state.at("time")[0];
    value_        = Eigen::Map<const Values>(state.at("value").data(), static_cast<Eigen::Index>(circuit_.size()));
    flows_before_ = state.at("flows");
    volume_in_    = state.at("volume in")[0];
    std::copy_n(state.at("scales").begin(), solver_.scales().size(), solver_.scales().begin());
  }
} // namespace vht::network
