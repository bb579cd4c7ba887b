#include "solvers/heart/activation.h"

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <limits>
#include <numeric>
#include <sstream>

namespace vht
{
  namespace
  {
    namespace mpi = dealii::Utilities::MPI;

    constexpr double not_yet = std::numeric_limits<double>::quiet_NaN();

    Point
    to_point(const std::array<double, 3> &x)
    {
      return Point(x[0], x[1], x[2]);
    }

    /** Probes, then both ends of each velocity: one list of points for all that is looked at each step. */
    std::pair<std::vector<Point>, std::vector<std::string>>
    observed_points(const ElectrophysiologyParameters &parameters)
    {
      std::pair<std::vector<Point>, std::vector<std::string>> points;
      for (const ProbeParameters &probe : parameters.probes)
        {
          points.first.push_back(to_point(probe.point));
          points.second.push_back(probe.where);
        }
      for (const VelocityParameters &velocity : parameters.velocities)
        for (const auto &end : {velocity.from, velocity.to})
          {
            points.first.push_back(to_point(end));
            points.second.push_back(velocity.where);
          }
      return points;
    }

    Vector
    to_vector(const FunctionSpace &space, const std::vector<double> &values)
    {
      Vector vector = space.make_vector();
      std::copy(values.begin(), values.end(), vector.begin());
      return vector;
    }
  } // namespace


  CrossingTimes::CrossingTimes(std::size_t n, double upward_threshold, double downward_threshold)
    : activation(n, not_yet)
    , repolarisation(n, not_yet)
    , up_(upward_threshold)
    , down_(downward_threshold)
    , last_(n, 0.)
  {
  }

  void
  CrossingTimes::start(const double *values)
  {
    std::copy_n(values, last_.size(), last_.begin());
  }

  void
  CrossingTimes::sample(double time, double step, const double *values)
  {
    for (std::size_t i = 0; i < last_.size(); ++i)
      {
        const auto crossing = [&](double threshold) {
          return time - step * (values[i] - threshold) / (values[i] - last_[i]);
        };
        if (std::isnan(activation[i]))
          {
            if (last_[i] <= up_ && values[i] > up_)
              activation[i] = crossing(up_);
          }
        else if (std::isnan(repolarisation[i]) && last_[i] >= down_ && values[i] < down_)
          repolarisation[i] = crossing(down_);
        last_[i] = values[i];
      }
  }


  ActivationPostprocessor::ActivationPostprocessor(const FunctionSpace               &space,
                                                   const ElectrophysiologyParameters &parameters,
                                                   const FieldOutputParameters       &output,
                                                   double                             step,
                                                   std::vector<double>                directions,
                                                   Run                               &run)
    : space_(space)
    , parameters_(parameters)
    , run_(run)
    , potential_output_(space, run.output(), "potential", output)
    , map_output_(space, run.output(), "activation")
    , step_(step)
    , directions_(std::move(directions))
    , probes_(space, observed_points(parameters).first, observed_points(parameters).second)
    , nodes_(space.owned().n_elements(), parameters.activation_threshold, parameters.repolarisation_threshold)
    , probe_times_(probes_.size(), parameters.activation_threshold, parameters.repolarisation_threshold)
  {
    regions_.resize(space.mesh().triangulation().n_active_cells());
    for (const auto &cell : space.mesh().triangulation().active_cell_iterators())
      regions_[cell->active_cell_index()] = cell->material_id();
  }

  void
  ActivationPostprocessor::start(double time, const Vector &u, bool restarted)
  {
    nodes_.start(u.begin());
    probe_values_ = probes_.evaluate(u);
    probe_times_.start(probe_values_.data());

    const std::optional<double> restart_time = restarted ? std::optional<double>(time) : std::nullopt;
    if (restarted)
      potential_output_.restart_at(time);
    if (!parameters_.probes.empty())
      {
        std::vector<std::string> columns = {"time [s]"};
        for (const ProbeParameters &probe : parameters_.probes)
          columns.push_back("potential " + probe.name + " [V]");
        probe_table_.emplace(run_.communicator(), run_.output() / "probes.csv", columns, restart_time);
      }
    heart_table_.emplace(run_.communicator(), run_.output() / "heart.csv",
                         std::vector<std::string>{"time [s]", "activated fraction [1]", "lowest potential [V]",
                                                  "highest potential [V]"},
                         restart_time);
  }

  void
  ActivationPostprocessor::sample(double time, const Vector &u)
  {
    nodes_.sample(time, step_, u.begin());
    if (probes_.size() == 0)
      return;
    probe_values_ = probes_.evaluate(u);
    probe_times_.sample(time, step_, probe_values_.data());
  }

  void
  ActivationPostprocessor::write_fields(double time, const Vector &u)
  {
    const ScopedTimer timer(run_.record(), "field output");
    snapshots_.emplace_back(time, potential_output_.write(time, {{"potential", "V", &u}}));
  }

  void
  ActivationPostprocessor::write_tables(double time, const Vector &u)
  {
    if (probe_table_)
      {
        std::vector<double> row = {time};
        row.insert(row.end(), probe_values_.begin(), probe_values_.begin() + parameters_.probes.size());
        probe_table_->row(row);
      }

    std::size_t n_activated = 0;
    double      lowest = std::numeric_limits<double>::max(), highest = std::numeric_limits<double>::lowest();
    for (unsigned int i = 0; i < u.locally_owned_size(); ++i)
      {
        n_activated += !std::isnan(nodes_.activation[i]);
        lowest  = std::min(lowest, u.local_element(i));
        highest = std::max(highest, u.local_element(i));
      }
    activated_ = static_cast<double>(mpi::sum(n_activated, run_.communicator())) / space_.n_dofs();
    heart_table_->row(std::vector<double>{time, activated_, mpi::min(lowest, run_.communicator()),
                                          mpi::max(highest, run_.communicator())});
  }

  std::string
  ActivationPostprocessor::status() const
  {
    std::ostringstream text;
    text << "activated " << std::fixed << std::setprecision(0) << 100. * activated_ << " %";
    return text.str();
  }

  void
  ActivationPostprocessor::finish(double time, const Vector &u)
  {
    write_tables(time, u);
    std::vector<double> duration(nodes_.activation.size());
    for (std::size_t i = 0; i < duration.size(); ++i)
      duration[i] = nodes_.repolarisation[i] - nodes_.activation[i];
    const Vector activation     = to_vector(space_, nodes_.activation),
                 repolarisation = to_vector(space_, nodes_.repolarisation), apd = to_vector(space_, duration);

    std::vector<FieldOutput::CellField> cells = {{"region", "", &regions_, 1}};
    if (!directions_.empty())
      cells.push_back({"fibre", "", &directions_, 3});
    maps_ = map_output_.write(time,
                              {{"activation time", "s", &activation},
                               {"repolarisation time", "s", &repolarisation},
                               {"action potential duration", "s", &apd}},
                              cells);
    summarise_maps();
    summarise_probes();
  }

  void
  ActivationPostprocessor::summarise_maps()
  {
    double      first = std::numeric_limits<double>::max(), last = std::numeric_limits<double>::lowest();
    std::size_t n_activated = 0, n_repolarised = 0;
    for (std::size_t i = 0; i < nodes_.activation.size(); ++i)
      if (!std::isnan(nodes_.activation[i]))
        {
          ++n_activated;
          n_repolarised += !std::isnan(nodes_.repolarisation[i]);
          first = std::min(first, nodes_.activation[i]);
          last  = std::max(last, nodes_.activation[i]);
        }
    const MPI_Comm comm = run_.communicator();
    n_activated         = mpi::sum(n_activated, comm);
    run_.record().summary("activated fraction", static_cast<double>(n_activated) / space_.n_dofs(), "1");
    run_.record().summary("repolarised fraction", static_cast<double>(mpi::sum(n_repolarised, comm)) / space_.n_dofs(),
                          "1");
    if (n_activated == 0)
      {
        run_.log().warning("Nothing was activated. Is the stimulus strong enough, and Time/End late enough?");
        return;
      }
    first = mpi::min(first, comm);
    last  = mpi::max(last, comm);
    run_.record().summary("first activation", first, "s");
    run_.record().summary("last activation", last, "s");
    run_.record().summary("total activation time", last - first, "s");
    std::ostringstream text;
    text << std::setprecision(4) << "Activated " << 100. * n_activated / space_.n_dofs() << " % of the nodes, from "
         << first * 1e3 << " to " << last * 1e3 << " ms: total activation time " << (last - first) * 1e3 << " ms";
    run_.log().info(text.str());
  }

  void
  ActivationPostprocessor::summarise_probes()
  {
    const std::size_t n_probes = parameters_.probes.size();
    for (std::size_t i = 0; i < n_probes; ++i)
      {
        const std::string &name = parameters_.probes[i].name;
        if (!std::isnan(probe_times_.activation[i]))
          run_.record().summary("activation time " + name, probe_times_.activation[i], "s");
        if (!std::isnan(probe_times_.repolarisation[i]))
          run_.record().summary("action potential duration " + name,
                                probe_times_.repolarisation[i] - probe_times_.activation[i], "s");
      }
    for (std::size_t i = 0; i < parameters_.velocities.size(); ++i)
      {
        const VelocityParameters &velocity = parameters_.velocities[i];
        const double              passage =
          probe_times_.activation[n_probes + 2 * i + 1] - probe_times_.activation[n_probes + 2 * i];
        if (std::isnan(passage))
          run_.log().warning(velocity.where + ": the front has not reached both points of velocity \"" + velocity.name +
                             "\".");
        else
          run_.record().summary("conduction velocity " + velocity.name,
                                to_point(velocity.from).distance(to_point(velocity.to)) / passage, "m/s");
      }
  }

  std::vector<StateField>
  ActivationPostprocessor::state_fields()
  {
    const auto field = [](const std::string &name, std::vector<double> &values) {
      return StateField{name, [&values]() { return values; },
                        [&values](const std::vector<double> &stored) { values = stored; }};
    };
    return {field("activation time", nodes_.activation), field("repolarisation time", nodes_.repolarisation)};
  }

  void
  ActivationPostprocessor::save(std::map<std::string, double> &numbers) const
  {
    for (std::size_t i = 0; i < probes_.size(); ++i)
      {
        if (!std::isnan(probe_times_.activation[i]))
          numbers["probe " + std::to_string(i) + " activation"] = probe_times_.activation[i];
        if (!std::isnan(probe_times_.repolarisation[i]))
          numbers["probe " + std::to_string(i) + " repolarisation"] = probe_times_.repolarisation[i];
      }
  }

  void
  ActivationPostprocessor::load(const std::map<std::string, double> &numbers)
  {
    for (std::size_t i = 0; i < probes_.size(); ++i)
      {
        if (const auto entry = numbers.find("probe " + std::to_string(i) + " activation"); entry != numbers.end())
          probe_times_.activation[i] = entry->second;
        if (const auto entry = numbers.find("probe " + std::to_string(i) + " repolarisation"); entry != numbers.end())
          probe_times_.repolarisation[i] = entry->second;
      }
  }
} // namespace vht
