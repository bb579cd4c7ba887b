#include "solvers/elasticity/postprocessor.h"

#include "solvers/core/paired_cells.h"
#include "solvers/core/run.h"

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <functional>
#include <limits>

namespace vht
{
  namespace
  {
    namespace mpi = dealii::Utilities::MPI;

    std::vector<unsigned int>
    tags_of(const Mesh &mesh, const std::vector<std::string> &surfaces, const std::string &asked_by)
    {
      std::vector<unsigned int> tags;
      for (const std::string &surface : surfaces)
        tags.push_back(mesh.surface(surface, asked_by));
      return tags;
    }

    std::deque<Cavity>
    make_cavities(const MixedSpace &space, const ElasticityParameters &parameters)
    {
      std::deque<Cavity> cavities;
      for (const CavityParameters &each : parameters.cavities)
        cavities.emplace_back(each.name, space, tags_of(space.mesh(), each.surfaces, each.where));
      return cavities;
    }

    PointEvaluation
    make_probes(const MixedSpace &space, const ElasticityParameters &parameters)
    {
      std::vector<Point>       points;
      std::vector<std::string> names;
      for (const MarkerParameters &probe : parameters.probes)
        {
          points.emplace_back(probe.point[0], probe.point[1], probe.point[2]);
          names.push_back(probe.where + ": probe \"" + probe.name + "\"");
        }
      return PointEvaluation(space.nodes(), points, names);
    }

    constexpr const char *axis[] = {"x", "y", "z"};
  } // namespace

  ElasticityPostprocessor::ElasticityPostprocessor(const ElasticityOperator   &equation,
                                                   const ElasticityParameters &parameters,
                                                   Run                        &run)
    : equation_(equation)
    , parameters_(parameters)
    , run_(run)
    , cavities_(make_cavities(equation.space(), parameters))
    , probes_(make_probes(equation.space(), parameters))
    , fields_(equation.space().nodes(), run.output(), "deformation", parameters.fields)
  {
    columns_ = {"time [s]"};
    for (const Cavity &cavity : cavities_)
      {
        columns_.push_back(cavity.name() + " volume [m^3]");
        columns_.push_back(cavity.name() + " pressure [Pa]");
      }
    for (const MarkerParameters &probe : parameters.probes)
      for (const char *component : axis)
        columns_.push_back(probe.name + " displacement " + component + " [m]");
    make_shapes();
    if (!parameters.energies)
      return;
    columns_.insert(columns_.end(), {"strain energy [J]", "kinetic energy [J]", "dissipated energy [J]",
                                     "work of tension [J]", "work of loads [J]"});
    for (const Cavity &cavity : cavities_)
      columns_.push_back(cavity.name() + " work [J]");
  }

  void
  ElasticityPostprocessor::make_shapes()
  {
    const MixedSpace &space = equation_.space();
    const Mesh       &mesh  = space.mesh();
    Vector            rest  = space.make_displacement();
    rest.update_ghost_values();
    for (const LongAxisParameters &each : parameters_.axes)
      {
        axes_.emplace_back(each.name, space, tags_of(mesh, each.base, each.where), tags_of(mesh, each.wall, each.where),
                           LongAxis::Levels{each.apical, each.basal, each.width});
        for (const char *name : LongAxis::names)
          columns_.push_back(each.name + " " + name);
      }
    for (const WallParameters &each : parameters_.walls)
      {
        walls_.emplace_back(each.name, space, tags_of(mesh, each.inner, each.where),
                            tags_of(mesh, each.outer, each.where));
        thickness_at_rest_.push_back(walls_.back().mean(rest));
        columns_.push_back(each.name + " thickness [m]");
        columns_.push_back(each.name + " thickening [1]");
      }
  }

  std::vector<double>
  ElasticityPostprocessor::shapes(const Vector &displacement) const
  {
    std::vector<double> result;
    displacement.update_ghost_values();
    for (const LongAxis &axis : axes_)
      {
        const auto values = axis.measure(displacement);
        result.insert(result.end(), values.begin(), values.end());
      }
    for (std::size_t w = 0; w < walls_.size(); ++w)
      {
        const double thickness = walls_[w].mean(displacement);
        result.insert(result.end(), {thickness, thickness / thickness_at_rest_[w] - 1.});
      }
    displacement.zero_out_ghost_values();
    return result;
  }

  void
  ElasticityPostprocessor::start(double time, bool restarted)
  {
    table_.emplace(run_.communicator(), run_.output() / "mechanics.csv", columns_,
                   restarted ? std::optional<double>(time) : std::nullopt);
    if (restarted)
      fields_.restart_at(time);
  }

  void
  ElasticityPostprocessor::save(std::map<std::string, double> &numbers) const
  {
    for (const auto &[column, extreme] : extremes_)
      {
        numbers["smallest " + column] = extreme.first;
        numbers["largest " + column]  = extreme.second;
      }
  }

  void
  ElasticityPostprocessor::load(const std::map<std::string, double> &numbers)
  {
    for (const std::string &column : columns_)
      if (const auto low = numbers.find("smallest " + column); low != numbers.end())
        extremes_[column] = {low->second, numbers.at("largest " + column)};
  }

  std::vector<double>
  ElasticityPostprocessor::motion_of_probes(const Vector &displacement) const
  {
    std::vector<std::vector<double>> moved;
    for (unsigned int d = 0; d < dim; ++d)
      {
        Vector component = equation_.space().nodes().make_vector();
        for (unsigned int i = 0; i < component.locally_owned_size(); ++i)
          component.local_element(i) = displacement.local_element(3 * i + d);
        component.update_ghost_values();
        moved.push_back(probes_.evaluate(component));
      }
    std::vector<double> result;
    for (std::size_t probe = 0; probe < probes_.size(); ++probe)
      for (unsigned int d = 0; d < dim; ++d)
        result.push_back(moved[d][probe]);
    return result;
  }

  void
  ElasticityPostprocessor::write_table(double                     time,
                                       const Vector              &displacement,
                                       const std::vector<double> &pressures,
                                       const EnergyBalance       *energies)
  {
    std::vector<double> row{time};
    displacement.update_ghost_values();
    for (std::size_t c = 0; c < cavities_.size(); ++c)
      {
        row.push_back(cavities_[c].volume(displacement));
        row.push_back(pressures[c]);
      }
    displacement.zero_out_ghost_values();
    const auto probes = motion_of_probes(displacement);
    row.insert(row.end(), probes.begin(), probes.end());
    const auto shape = shapes(displacement);
    row.insert(row.end(), shape.begin(), shape.end());
    if (energies != nullptr)
      {
        const Energies &e = energies->energies();
        row.insert(row.end(), {e.strain, e.kinetic, e.dissipated, e.tension, e.loads});
        row.insert(row.end(), energies->cavity_work().begin(), energies->cavity_work().end());
      }
    table_->row(row);

    last_row_ = row;
    for (std::size_t i = 1; i < row.size(); ++i)
      {
        auto [entry, is_new] = extremes_.try_emplace(columns_[i], row[i], row[i]);
        entry->second.first  = std::min(entry->second.first, row[i]);
        entry->second.second = std::max(entry->second.second, row[i]);
      }
  }

  Vector
  ElasticityPostprocessor::pressure_at_nodes(const Vector &pressure) const
  {
    const FunctionSpace &nodes = equation_.space().nodes(), &corners = equation_.space().pressures();
    const auto          &places = nodes.element().get_unit_support_points();
    Vector               result = nodes.make_vector(), n_cells = nodes.make_vector();
    pressure.update_ghost_values();
    for_each_cell_of_both(nodes, corners, false, [&](const auto &, const auto &node, const auto &corner) {
      for (std::size_t a = 0; a < node.size(); ++a)
        {
          double value = 0.;
          for (std::size_t k = 0; k < corner.size(); ++k)
            value += corners.element().shape_value(k, places[a]) * pressure(corner[k]);
          result(node[a]) += value;
          n_cells(node[a]) += 1.;
        }
    });
    pressure.zero_out_ghost_values();
    result.compress(dealii::VectorOperation::add);
    n_cells.compress(dealii::VectorOperation::add);
    for (unsigned int n = 0; n < result.locally_owned_size(); ++n)
      result.local_element(n) /= n_cells.local_element(n);
    return result;
  }

  namespace
  {
    /** Means over the cells of this rank of what is known at their points. */
    struct CellMeans
    {
      std::string         name, unit;
      std::vector<double> values;

      /** At a point. */
      std::function<double(const PointMeasures &)> measure;
    };

    std::vector<CellMeans>
    wanted_means(const ElasticityParameters &parameters)
    {
      std::vector<CellMeans> means = {{"volume ratio", "1", {}, [](const PointMeasures &m) { return m.volume_ratio; }},
                                      {"fibre stretch", "1", {}, [](const auto &m) { return m.fibre_stretch; }},
                                      {"fibre stress", "Pa", {}, [](const auto &m) { return m.fibre_stress; }},
                                      {"von Mises stress", "Pa", {}, [](const auto &m) { return m.mises_stress; }}};
      constexpr const char  *component[] = {"ff", "ss", "nn", "fs", "fn", "sn"};
      for (unsigned int v = 0; v < 6; ++v)
        {
          const double factor = v < 3 ? 1. : 0.5; // the shear of the strain is doubled
          if (parameters.strain_fields)
            means.push_back(
              {std::string("E ") + component[v], "1", {}, [=](const auto &m) { return factor * m.strain[v]; }});
          if (parameters.stress_fields)
            means.push_back({std::string("S ") + component[v], "Pa", {}, [=](const auto &m) { return m.stress[v]; }});
        }
      return means;
    }
  } // namespace

  void
  ElasticityPostprocessor::write_fields(double time, const ElasticityOperator::State &state)
  {
    const std::size_t      n     = equation_.space().mesh().triangulation().n_active_cells();
    std::vector<CellMeans> means = wanted_means(parameters_);
    std::vector<double>    fibre(3 * n);
    for (CellMeans &each : means)
      each.values.resize(n);
    equation_.measure(state, [&](std::size_t, const auto &cell, std::span<const CellPoint> points,
                                 std::span<const PointMeasures> measures) {
      const unsigned int i      = cell->active_cell_index();
      double             volume = 0.;
      for (const CellPoint &point : points)
        volume += point.weight;
      for (CellMeans &each : means)
        for (std::size_t q = 0; q < points.size(); ++q)
          each.values[i] += points[q].weight / volume * each.measure(measures[q]);
      const auto &axes = points[points.size() / 2].axes;
      Tensor      direction({axes[0][0], axes[1][0], axes[2][0]});
      direction /= direction.norm(); // prestress has deformed it
      for (unsigned int d = 0; d < dim; ++d)
        fibre[3 * i + d] = direction[d];
    });
    const Vector                        pressure = pressure_at_nodes(*state.pressure);
    std::vector<FieldOutput::CellField> cells;
    for (const CellMeans &each : means)
      cells.push_back({each.name, each.unit, &each.values});
    cells.push_back({"fibre", "1", &fibre, 3});
    last_fields_ =
      fields_.write(time, {{"displacement", "m", state.displacement, 3}, {"pressure", "Pa", &pressure}}, cells);
  }

  void
  ElasticityPostprocessor::finish(const ElasticityOperator::State &state, const ElasticityWork &work)
  {
    RunRecord &record = run_.record();
    for (std::size_t i = 1; i < columns_.size() && !last_row_.empty(); ++i)
      {
        const auto        open = columns_[i].find(" [");
        const std::string name = columns_[i].substr(0, open);
        const std::string unit = columns_[i].substr(open + 2, columns_[i].size() - open - 3);
        record.summary(name, last_row_[i], unit);
        record.summary("smallest " + name, extremes_.at(columns_[i]).first, unit);
        record.summary("largest " + name, extremes_.at(columns_[i]).second, unit);
      }

    double low = std::numeric_limits<double>::infinity(), high = -low, volume = 0., at_rest = 0.;
    equation_.measure(state, [&](std::size_t, const auto &, std::span<const CellPoint> points,
                                 std::span<const PointMeasures> measures) {
      for (std::size_t q = 0; q < points.size(); ++q)
        {
          low  = std::min(low, measures[q].volume_ratio);
          high = std::max(high, measures[q].volume_ratio);
          volume += points[q].weight * measures[q].volume_ratio;
          at_rest += points[q].weight;
        }
    });
    const MPI_Comm comm = run_.communicator();
    record.summary("smallest volume ratio", mpi::min(low, comm), "1");
    record.summary("largest volume ratio", mpi::max(high, comm), "1");
    record.summary("volume of the tissue", mpi::sum(volume, comm), "m^3");
    record.summary("volume of the tissue at rest", mpi::sum(at_rest, comm), "m^3");
    record.summary("steps", work.steps, "1");
    record.summary("halved steps", work.halvings, "1");
    record.summary("Newton iterations", work.newton, "1");
    record.summary("linear iterations", work.linear, "1");
    record.summary("most linear iterations", work.most_linear, "1");
    record.summary("unknowns", static_cast<double>(equation_.space().n_unknowns()), "1");
  }
} // namespace vht
