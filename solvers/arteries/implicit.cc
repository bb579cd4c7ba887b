#include "solvers/arteries/implicit.h"

#include "physics/error.h"
#include "solvers/arteries/implicit_equations.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <Eigen/SparseLU>
#include <vector>

namespace vht
{
  namespace
  {
    constexpr unsigned int most_iterations = 40;
    constexpr double       tolerance       = 1e-11; // of the error that is left, relative to the scales
    constexpr double       fast_enough     = 0.1;   // part that one iteration with old factors must leave at most
    constexpr double       most_lost       = 0.5;   // of an area in one iteration

    class ImplicitNetwork final : public ImplicitMethod
    {
    public:
      ImplicitNetwork(const Discretisation &discretisation, double longest_step, const NodeConditions &conditions);

      unsigned long
      stages() const override
      {
        return n_iterations_;
      }

      unsigned long
      factorisations() const override
      {
        return n_factorisations_;
      }

      std::size_t
      n_cells() const override
      {
        return discretisation_.n_cells();
      }

      std::size_t
      n_unknowns() const override
      {
        return static_cast<std::size_t>(equations_.size());
      }

      PlaceValues at(std::size_t vessel, double position) const override;
      double      volume() const override;

    private:
      using Values = ImplicitEquations::Values;

      double            longest_step() override;
      void              step(double size) override;
      void              save_vessels(SavedState &state) const override;
      void              load_vessels(const SavedState &state) override;
      void              solve(const ImplicitEquations::Step &step, Values &values);
      void              factorise();
      double            open_part(const Values &values, const Values &change) const;
      [[noreturn]] void fail(const Values &change, unsigned int iterations) const;

      const Discretisation &discretisation_;
      ArteryNodes           nodes_;
      ImplicitEquations     equations_;
      double                longest_step_;
      Values                values_, last_change_; ///< now, and over the last step
      std::vector<double>   last_volume_;          ///< that flowed into each node of one end over the last step [m^3]
      RecordedMatrix        jacobian_;
      Eigen::SparseLU<Eigen::SparseMatrix<double>> factors_;
      double                                       factored_for_ = -1.; ///< Step::factor the factors belong to [s]
      double                                       last_step_    = 0.;
      unsigned long                                n_iterations_ = 0, n_factorisations_ = 0;
    };
  } // namespace

  ImplicitNetwork::ImplicitNetwork(const Discretisation &discretisation,
                                   double                longest_step,
                                   const NodeConditions &conditions)
    : discretisation_(discretisation)
    , nodes_(discretisation.network(), discretisation.blood().density, conditions)
    , equations_(discretisation, nodes_, conditions.total_pressure)
    , longest_step_(longest_step)
    , values_(equations_.at_rest(conditions.initial_pressure))
    , last_change_(Values::Zero(equations_.size()))
    , last_volume_(nodes_.n_nodes(), 0.)
    , jacobian_(equations_.size())
  {
    begin(nodes_);
  }

  double
  ImplicitNetwork::longest_step()
  {
    return longest_step_ * (1. + 1e-9); // an interval that is a multiple of it but for round-off has no step more
  }

  void
  ImplicitNetwork::step(double size)
  {
    // Steps that differ by the round-off of the times are the same, so that their factors are too.
    double ratio = last_step_ > 0. ? size / last_step_ : 0.;
    if (std::abs(ratio - 1.) < 1e-6)
      ratio = 1.;
    const double back = ratio * ratio / (1. + 2. * ratio), share = (1. + ratio) / (1. + 2. * ratio);

    std::vector<FlowOverStep>  flows;
    std::vector<NodeCondition> conditions;
    for (std::size_t node = 0; node < nodes_.n_nodes(); ++node)
      {
        flows.push_back({back * last_volume_[node] / size, share});
        conditions.push_back(nodes_.condition(node, time() + size, size, flows.back()));
      }
    const Values start = values_ + back * last_change_;
    Values       next  = values_ + ratio * last_change_;
    if (open_part(values_, next - values_) < 1.)
      next = values_;
    solve({share * size, start, conditions}, next);

    for (std::size_t node = 0; node < nodes_.n_nodes(); ++node)
      if (const auto [begin, stop] = nodes_.ends_of(node); stop == begin + 1)
        {
          const VesselEnd &end = nodes_.ends()[begin];
          const double     into =
            end.sign() * next[equations_.flow(end.vessel, end.distal ? discretisation_.vessels()[end.vessel].n : 0)];
          nodes_.set_flow(node, flows[node], into);
          last_volume_[node] = size * (flows[node].before + flows[node].share * into);
        }
    nodes_.advance(size);
    last_change_ = next - values_;
    values_      = next;
    last_step_   = size;
  }

  void
  ImplicitNetwork::solve(const ImplicitEquations::Step &step, Values &values)
  {
    Values residual, change;
    double before = 0., ratio = 0.; // the change of the iteration before, and the present one over it
    bool   is_new = false;          // are the factors those of this step?
    for (unsigned int iteration = 1; iteration <= most_iterations; ++iteration)
      {
        const bool renew = std::abs(step.factor / factored_for_ - 1.) > 1e-6 || (!is_new && ratio > fast_enough);
        equations_.assemble(step, values, residual, renew ? &jacobian_ : nullptr);
        if (renew)
          {
            factorise();
            factored_for_ = step.factor;
            is_new        = true;
          }
        change            = -factors_.solve(residual);
        const double size = change.cwiseAbs().maxCoeff();
        change            = change.cwiseProduct(equations_.scale());
        if (!std::isfinite(size))
          fail(change, iteration);
        values += open_part(values, change) * change;
        ++n_iterations_;

        // The changes fall by a ratio: what is left is the sum of those to come.
        ratio = iteration > 1 ? size / before : 0.;
        if (size <= 1e-15 || (iteration > 1 && ratio < 1. && size * ratio / (1. - ratio) <= tolerance))
          return;
        before = size;
      }
    fail(change, most_iterations);
  }

  void
  ImplicitNetwork::factorise()
  {
    if (n_factorisations_ == 0)
      factors_.analyzePattern(jacobian_.matrix());
    factors_.factorize(jacobian_.matrix());
    ++n_factorisations_;
    if (factors_.info() != Eigen::Success)
      throw ConvergenceError("The equations of the network have no unique solution at time " + std::to_string(time()) +
                             " s. Is there a place where a pressure is given, or a terminal with a resistance?");
  }

  double
  ImplicitNetwork::open_part(const Values &values, const Values &change) const
  {
    double     part = 1.;
    const auto keep = [&](Eigen::Index i) {
      if (values[i] + change[i] < (1. - most_lost) * values[i])
        part = std::min(part, -most_lost * values[i] / change[i]);
    };
    for (std::size_t v = 0; v < discretisation_.vessels().size(); ++v)
      {
        for (std::size_t i = 0; i < discretisation_.vessels()[v].n; ++i)
          keep(equations_.area(v, i));
        keep(equations_.end_root(v, false));
        keep(equations_.end_root(v, true));
      }
    return part;
  }

  PlaceValues
  ImplicitNetwork::at(std::size_t vessel, double position) const
  {
    const Discretisation &d     = discretisation_;
    const VesselCells    &cells = d.vessels()[vessel];
    const double          n     = static_cast<double>(cells.n);
    const double          outer = d.network().vessels()[vessel].reference_pressure;
    const auto            flow  = [&](std::size_t face) { return values_[equations_.flow(vessel, face)]; };

    // Points of pressure and area: the ends, and the middles of the cells between them.
    const auto point = [&](std::size_t i) {
      if (i == 0 || i == cells.n + 1)
        {
          const double      root = values_[equations_.end_root(vessel, i != 0)];
          const std::size_t face = cells.face(i != 0);
          return PlaceValues{outer + d.face_stiffness[face] * (root - d.face_root_reference[face]), 0., root * root};
        }
      const double area = values_[equations_.area(vessel, i - 1)], growth = (flow(i - 1) - flow(i)) / cells.width;
      return PlaceValues{outer + equations_.elastic_pressure(cells.first + i - 1, area) +
                           equations_.viscous_pressure(cells.first + i - 1, area, growth),
                         0., area};
    };
    const auto place_of = [&](std::size_t i) {
      return i == 0 ? 0. : i == cells.n + 1 ? n : static_cast<double>(i) - 0.5;
    };
    const double      place  = position * n;
    const std::size_t left   = place < 0.5 ? 0 : std::min(cells.n, static_cast<std::size_t>(place + 0.5));
    const std::size_t face   = std::min(cells.n - 1, static_cast<std::size_t>(place));
    const double      share  = (place - place_of(left)) / (place_of(left + 1) - place_of(left));
    const double      along  = place - static_cast<double>(face);
    const PlaceValues before = point(left), behind = point(left + 1);
    return {(1. - share) * before.pressure + share * behind.pressure,
            (1. - along) * flow(face) + along * flow(face + 1), (1. - share) * before.area + share * behind.area};
  }

  double
  ImplicitNetwork::volume() const
  {
    return equations_.volume(values_);
  }

  void
  ImplicitNetwork::save_vessels(SavedState &state) const
  {
    state["values"]      = {values_.begin(), values_.end()};
    state["last change"] = {last_change_.begin(), last_change_.end()};
    state["last volume"] = last_volume_;
    state["last step"]   = {last_step_};
  }

  void
  ImplicitNetwork::load_vessels(const SavedState &state)
  {
    const auto values = state.find("values");
    if (values == state.end() || values->second.size() != static_cast<std::size_t>(values_.size()))
      throw InputError(
        "The checkpoint is that of a network with another number of cells, or of another method. Restart "
        "with the same table of vessels and the same Time/Method.");
    std::copy(values->second.begin(), values->second.end(), values_.begin());
    std::copy(state.at("last change").begin(), state.at("last change").end(), last_change_.begin());
    last_volume_  = state.at("last volume");
    last_step_    = state.at("last step").at(0);
    factored_for_ = -1.;
  }

  void
  ImplicitNetwork::fail(const Values &change, unsigned int iterations) const
  {
    Eigen::Index worst = 0;
    change.cwiseQuotient(equations_.scale()).cwiseAbs().maxCoeff(&worst);
    const std::size_t vessel = equations_.vessel_of(worst);
    const auto       &all    = discretisation_.network().vessels();
    char              text[160];
    std::snprintf(text, sizeof text, " in %u iterations at time %.6g s, step %.3g s; most moved ", iterations, time(),
                  longest_step_);
    throw ConvergenceError(
      std::string("Newton's method for the network did not converge") + text +
      (vessel < all.size() ? "vessel \"" + all[vessel].name + "\"" : "the pressure of a junction") +
      ". Shorten Time/Step; or the flow is faster than waves, a vessel collapses, or a unit of the "
      "inlet is wrong.");
  }

  std::unique_ptr<ImplicitMethod>
  make_implicit_method(const Discretisation &discretisation, double longest_step, const NodeConditions &conditions)
  {
    return std::make_unique<ImplicitNetwork>(discretisation, longest_step, conditions);
  }
} // namespace vht
