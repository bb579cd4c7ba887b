#include "solvers/arteries/network_fields.h"

#include "solvers/core/attempt_to_draw.h"
#include "solvers/core/parameters.h"
#include "solvers/core/picture.h"
#include "solvers/core/polylines.h"
#include "solvers/core/run.h"
#include "solvers/core/time_collection.h"

#include <deal.II/base/mpi.h>

#include <cmath>
#include <cstdio>
#include <numbers>

namespace vht
{
  namespace
  {
    constexpr double often_enough = 0.01; // [s] between states that only make the mean
  }

  void
  NetworkFieldParameters::declare(ParameterSection &section)
  {
    section.add("Interval", interval, "s", {0., 100.},
                "Between states of the whole network over the last cycle, as VTP with a PVD for ParaView; 0: none");
    section.add("Draw", draw, "The network in the mean over the last cycle, coloured by pressure and by flow, as PNG");
  }

  NetworkFields::NetworkFields(const NetworkFieldParameters &parameters, const Discretisation &discretisation, Run &run)
    : parameters_(parameters)
    , discretisation_(discretisation)
    , run_(run)
    , layout_(discretisation.network())
  {
    for (std::size_t v = 0; v < discretisation.vessels().size(); ++v)
      for (std::size_t face = 0; face <= discretisation.vessels()[v].n; ++face)
        points_.push_back({"", v, static_cast<double>(face) / static_cast<double>(discretisation.vessels()[v].n)});
  }

  void
  NetworkFields::begin_cycle()
  {
    times_.clear();
    values_.clear();
  }

  void
  NetworkFields::record(double time, const ArteryMethod &method)
  {
    const double interval = parameters_.interval > 0. ? parameters_.interval : often_enough;
    if (!wanted() ||
        (!times_.empty() && time < times_.front() + static_cast<double>(times_.size()) * interval * (1. - 1e-9)))
      return;
    times_.push_back(time);
    Values &values = values_.emplace_back();
    values.reserve(points_.size());
    for (const Place &point : points_)
      values.push_back(method.at(point.vessel, point.position));
  }

  Polylines
  NetworkFields::make_lines(const Values &values) const
  {
    Polylines lines;
    for (const char *name : {"pressure", "flow", "area", "velocity", "radius"})
      lines.point_fields.push_back({name, {}});
    lines.line_fields.push_back({"vessel", {}});
    for (std::size_t i = 0; i < points_.size(); ++i)
      {
        const Place &point = points_[i];
        if (i == 0 || point.vessel != points_[i - 1].vessel)
          {
            lines.lines.emplace_back();
            lines.line_fields[0].values.push_back(static_cast<double>(point.vessel));
          }
        lines.lines.back().push_back(i);
        lines.points.push_back(layout_.at(point.vessel, point.position));
        const PlaceValues &value = values[i];
        const double       all[] = {value.pressure, value.flow, value.area, value.flow / value.area,
                                    std::sqrt(value.area / std::numbers::pi)};
        for (std::size_t f = 0; f < lines.point_fields.size(); ++f)
          lines.point_fields[f].values.push_back(all[f]);
      }
    return lines;
  }

  NetworkFields::Values
  NetworkFields::mean() const
  {
    Values result(points_.size());
    for (std::size_t i = 0; i < times_.size(); ++i)
      {
        // As in a cycle: the first and the last state share the weight of one.
        const double before = i > 0 ? times_[i] - times_[i - 1] : 0.;
        const double after  = i + 1 < times_.size() ? times_[i + 1] - times_[i] : 0.;
        const double weight = times_.size() > 1 ? 0.5 * (before + after) / (times_.back() - times_.front()) : 1.;
        for (std::size_t p = 0; p < points_.size(); ++p)
          {
            result[p].pressure += weight * values_[i][p].pressure;
            result[p].flow += weight * values_[i][p].flow;
            result[p].area += weight * values_[i][p].area;
          }
      }
    return result;
  }

  void
  NetworkFields::write(double start) const
  {
    if (!wanted() || times_.empty() || dealii::Utilities::MPI::this_mpi_process(run_.communicator()) != 0)
      return;
    std::filesystem::create_directories(run_.output() / "fields");
    TimeCollection series;
    for (std::size_t i = 0; i < times_.size() && parameters_.interval > 0.; ++i)
      {
        char name[40];
        std::snprintf(name, sizeof name, "fields/network_%04zu.vtp", i);
        write_polylines(run_.output() / name, make_lines(values_[i]));
        series.emplace_back(start + times_[i], name);
      }
    if (!series.empty())
      write_collection(run_.output() / "network.pvd", series);
    const std::string means = "fields/network_mean.vtp";
    write_polylines(run_.output() / means, make_lines(mean()));
    if (parameters_.draw)
      draw(means);
  }

  void
  NetworkFields::draw(const std::string &file) const
  {
    std::filesystem::create_directories(run_.output() / "pictures");
    struct Shown
    {
      const char *field, *file, *title, *legend, *colours;
      double      factor;
    };
    for (const Shown &shown :
         {Shown{"pressure", "mean_pressure.png", "Mean pressure", "mean pressure [kPa]", "viridis", 1e-3},
          Shown{"flow", "mean_flow.png", "Mean flow", "mean flow [mL/s]", "viridis", 1e6}})
      {
        Picture picture;
        picture.file        = run_.output() / "pictures" / shown.file;
        picture.title       = shown.title;
        picture.meshes      = {run_.output() / file};
        picture.field       = shown.field;
        picture.factor      = shown.factor;
        picture.legend      = shown.legend;
        picture.colours     = shown.colours;
        picture.tube_radius = "radius";
        if (layout_.is_planar())
          {
            picture.views = {View{{0., 0., 1.}, {0., 1., 0.}, ""}};
            picture.triad = false;
          }
        else
          picture.views = {View{{0., -1., 0.}, {0., 0., 1.}, ""}, View{{0., 0., -1.}, {0., 1., 0.}, ""}};
        attempt_to_draw(run_.log(), shown.title, [&] { vht::draw(picture); });
      }
  }

  SavedState
  NetworkFields::save() const
  {
    std::vector<double> values;
    for (const Values &state : values_)
      for (const PlaceValues &point : state)
        values.insert(values.end(), {point.pressure, point.flow, point.area});
    return {{"times", times_}, {"values", values}};
  }

  void
  NetworkFields::load(const SavedState &state)
  {
    times_ = state.at("times");
    values_.assign(state.at("values").size() / (3 * points_.size()), Values(points_.size()));
    auto next = state.at("values").begin();
    for (Values &each : values_)
      for (PlaceValues &point : each)
        {
          point.pressure = *next++;
          point.flow     = *next++;
          point.area     = *next++;
        }
  }
} // namespace vht
