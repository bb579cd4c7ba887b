#include "solvers/arteries/postprocessor.h"

#include "physics/circulation/tube_law.h"
#include "solvers/core/atomic_file.h"
#include "solvers/core/chart.h"
#include "solvers/core/csv_table.h"
#include "solvers/core/run.h"

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace vht
{
  ArteryPostprocessor::ArteryPostprocessor(const ArteriesParameters &parameters, const Network &network, Run &run)
    : parameters_(parameters)
    , network_(network)
    , run_(run)
  {
    for (std::size_t v = 0; v < network.vessels().size(); ++v)
      places_.push_back({network.vessels()[v].name, v, 0.5});
    for (const ProbeParameters &probe : parameters.probes)
      places_.push_back({probe.name, network.vessel(probe.vessel, probe.where), probe.position});
  }

  void
  ArteryPostprocessor::begin_cycle()
  {
    before_ = std::move(now_);
    now_.clear();
    times_.clear();
  }

  void
  ArteryPostprocessor::record(double time, const ArteryMethod &method)
  {
    std::vector<PlaceValues> &row = now_.emplace_back();
    row.reserve(places_.size());
    times_.push_back(time);
    for (const Place &place : places_)
      row.push_back(method.at(place.vessel, place.position));
  }

  ArteryPostprocessor::Change
  ArteryPostprocessor::change() const
  {
    Change result = {std::numeric_limits<double>::infinity(), 0};
    if (before_.size() != now_.size() || now_.empty())
      return result;
    result.value = 0.;
    for (std::size_t v = 0; v < network_.vessels().size(); ++v)
      {
        double largest = 0., sum = 0.;
        for (std::size_t i = 0; i < now_.size(); ++i)
          {
            largest = std::max(largest, std::abs(now_[i][v].pressure - before_[i][v].pressure));
            sum += std::abs(now_[i][v].pressure);
          }
        const double relative = largest * static_cast<double>(now_.size()) / std::max(sum, 1e-300);
        if (relative > result.value)
          result = {relative, v};
      }
    return result;
  }

  void
  ArteryPostprocessor::end_cycle(unsigned int cycle, const Change &change, double mass_error)
  {
    cycles_.push_back({static_cast<double>(cycle), change.value, mass_error});
  }

  CycleStatistics
  ArteryPostprocessor::statistics(std::size_t place) const
  {
    CycleStatistics result;
    result.lowest_pressure = result.lowest_flow = std::numeric_limits<double>::infinity();
    result.highest_pressure = result.highest_flow = -std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < now_.size(); ++i)
      {
        const PlaceValues &values = now_[i][place];
        // Trapezoidal rule: the first and last row of a cycle are the same instant of the heart.
        const double before = i > 0 ? times_[i] - times_[i - 1] : 0.;
        const double after  = i + 1 < times_.size() ? times_[i + 1] - times_[i] : 0.;
        const double weight = 0.5 * (before + after) / (times_.back() - times_.front());
        result.mean_pressure += weight * values.pressure;
        result.mean_flow += weight * values.flow;
        result.lowest_pressure  = std::min(result.lowest_pressure, values.pressure);
        result.highest_pressure = std::max(result.highest_pressure, values.pressure);
        result.lowest_flow      = std::min(result.lowest_flow, values.flow);
        result.highest_flow     = std::max(result.highest_flow, values.flow);
      }
    return result;
  }

  void
  ArteryPostprocessor::write_waveforms() const
  {
    const std::size_t        n_vessels = network_.vessels().size();
    std::vector<std::string> columns   = {"time [s]"};
    for (std::size_t p = n_vessels; p < places_.size(); ++p)
      for (const char *quantity : {"pressure NAME [Pa]", "flow NAME [m^3/s]", "area NAME [m^2]"})
        {
          std::string column = quantity;
          column.replace(column.find("NAME"), 4, places_[p].name);
          columns.push_back(column);
        }
    CsvTable            table(run_.communicator(), run_.output() / "waveforms.csv", columns);
    std::vector<double> row;
    for (std::size_t i = 0; i < times_.size(); ++i)
      {
        row = {times_[i]};
        for (std::size_t p = n_vessels; p < places_.size(); ++p)
          row.insert(row.end(), {now_[i][p].pressure, now_[i][p].flow, now_[i][p].area});
        table.row(row);
      }
  }

  void
  ArteryPostprocessor::write_vessels() const
  {
    std::string text = "vessel,mean pressure [Pa],lowest pressure [Pa],highest pressure [Pa],mean flow [m^3/s],"
                       "lowest flow [m^3/s],highest flow [m^3/s],wave speed [m/s]\n";
    for (std::size_t v = 0; v < network_.vessels().size(); ++v)
      {
        const CycleStatistics s      = statistics(v);
        const Vessel         &vessel = network_.vessels()[v];
        const TubeLaw         law    = TubeLaw::of(vessel.radius(0.5), vessel.thickness(0.5), vessel.youngs_modulus);
        const double          area   = law.area(s.mean_pressure - vessel.reference_pressure);
        char                  line[256];
        std::snprintf(line, sizeof line, ",%.8g,%.8g,%.8g,%.8g,%.8g,%.8g,%.6g\n", s.mean_pressure, s.lowest_pressure,
                      s.highest_pressure, s.mean_flow, s.lowest_flow, s.highest_flow,
                      law.wave_speed(area, parameters_.blood.density));
        text += vessel.name + line;
      }
    if (dealii::Utilities::MPI::this_mpi_process(run_.communicator()) == 0)
      write_atomically(run_.output() / "vessels.csv", text);
  }

  void
  ArteryPostprocessor::draw() const
  {
    if (!parameters_.draw || places_.size() == network_.vessels().size() ||
        dealii::Utilities::MPI::this_mpi_process(run_.communicator()) != 0)
      return;
    Chart pressure = {
      run_.output() / "pressure.svg", "Pressure", "time [s]", "pressure [kPa]", {}, {}, false, false, {}, {}};
    Chart flow = {run_.output() / "flow.svg", "Flow", "time [s]", "flow [mL/s]", {}, {}, false, false, {}, {}};
    for (std::size_t p = network_.vessels().size(); p < places_.size(); ++p)
      {
        Curve pressures{places_[p].name, times_, {}}, flows{places_[p].name, times_, {}};
        for (const auto &row : now_)
          {
            pressures.y.push_back(1e-3 * row[p].pressure);
            flows.y.push_back(1e6 * row[p].flow);
          }
        pressure.curves.push_back(std::move(pressures));
        flow.curves.push_back(std::move(flows));
      }
    vht::draw(pressure);
    vht::draw(flow);
  }

  void
  ArteryPostprocessor::write(const ArteryMethod &method, unsigned int n_cycles, double wall_time) const
  {
    RunRecord &record = run_.record();
    for (std::size_t p = network_.vessels().size(); p < places_.size(); ++p)
      {
        const CycleStatistics s    = statistics(p);
        const std::string    &name = places_[p].name;
        record.summary("mean pressure " + name, s.mean_pressure, "Pa");
        record.summary("lowest pressure " + name, s.lowest_pressure, "Pa");
        record.summary("highest pressure " + name, s.highest_pressure, "Pa");
        record.summary("mean flow " + name, s.mean_flow, "m^3/s");
        record.summary("lowest flow " + name, s.lowest_flow, "m^3/s");
        record.summary("highest flow " + name, s.highest_flow, "m^3/s");
      }
    record.summary("cycles", n_cycles, "1");
    record.summary("steps", static_cast<double>(method.steps()), "1");
    record.summary("mass error", method.mass_error(), "1");
    record.note("cycles per second of wall time", n_cycles / wall_time);

    write_waveforms();
    write_vessels();
    CsvTable cycles(run_.communicator(), run_.output() / "cycles.csv",
                    {"cycle [1]", "change of pressure [1]", "mass error [1]"});
    for (const auto &row : cycles_)
      cycles.row(row);
    draw();
  }
} // namespace vht
