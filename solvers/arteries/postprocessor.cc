#include "solvers/arteries/postprocessor.h"

#include "physics/circulation/tube_law.h"
#include "solvers/arteries/wave_output.h"
#include "solvers/core/atomic_file.h"
#include "solvers/core/chart.h"
#include "solvers/core/csv_table.h"
#include "solvers/core/run.h"

#include <deal.II/base/mpi.h>

#include <cmath>
#include <cstdio>
#include <limits>

namespace vht
{
  namespace
  {
    std::vector<Place>
    all_places(const ArteriesParameters &parameters, const Network &network)
    {
      std::vector<Place> places;
      for (std::size_t v = 0; v < network.vessels().size(); ++v)
        places.push_back({network.vessels()[v].name, v, 0.5});
      for (const ProbeParameters &probe : parameters.probes)
        places.push_back({probe.name, network.vessel(probe.vessel, probe.where), probe.position});
      const std::vector<Place> ends = path_ends(parameters.paths, network);
      places.insert(places.end(), ends.begin(), ends.end());
      return places;
    }
  } // namespace

  ArteryPostprocessor::ArteryPostprocessor(const ArteriesParameters &parameters,
                                           const Discretisation     &discretisation,
                                           Run                      &run)
    : parameters_(parameters)
    , discretisation_(discretisation)
    , run_(run)
    , recorder_(all_places(parameters, discretisation.network()))
    , fields_(parameters.fields, discretisation, run)
  {
  }

  void
  ArteryPostprocessor::begin_cycle()
  {
    recorder_.begin_cycle();
    fields_.begin_cycle();
  }

  void
  ArteryPostprocessor::record(double time, const ArteryMethod &method)
  {
    recorder_.record(time, method);
    fields_.record(time, method);
  }

  Recorder::Change
  ArteryPostprocessor::change() const
  {
    return recorder_.change(discretisation_.vessels().size());
  }

  void
  ArteryPostprocessor::end_cycle(unsigned int cycle, double change, double mass_error)
  {
    cycles_.push_back({static_cast<double>(cycle), change, mass_error});
  }

  void
  ArteryPostprocessor::write_waveforms() const
  {
    std::vector<std::string> columns = {"time [s]"};
    for (std::size_t p = first_probe(); p < end_of_probes(); ++p)
      for (const char *column : {"pressure NAME [Pa]", "flow NAME [m^3/s]", "area NAME [m^2]"})
        columns.push_back(column_of(column, recorder_.places()[p]));
    CsvTable            table(run_.communicator(), run_.output() / "waveforms.csv", columns);
    std::vector<double> row;
    for (std::size_t i = 0; i < recorder_.times().size(); ++i)
      {
        row = {recorder_.times()[i]};
        for (std::size_t p = first_probe(); p < end_of_probes(); ++p)
          {
            const PlaceValues &values = recorder_.row(i)[p];
            row.insert(row.end(), {values.pressure, values.flow, values.area});
          }
        table.row(row);
      }
  }

  void
  ArteryPostprocessor::write_vessels() const
  {
    std::string text =
      "vessel,mean pressure [Pa],lowest pressure [Pa],highest pressure [Pa],mean flow [m^3/s],"
      "lowest flow [m^3/s],highest flow [m^3/s],wave speed [m/s],pulse pressure [Pa],mean area [m^2]\n";
    for (std::size_t v = 0; v < discretisation_.vessels().size(); ++v)
      {
        const CycleStatistics s      = recorder_.statistics(v);
        const Vessel         &vessel = discretisation_.network().vessels()[v];
        const TubeLaw         law    = TubeLaw::of(vessel.radius(0.5), vessel.thickness(0.5), vessel.youngs_modulus);
        const double          area   = law.area(s.mean_pressure - vessel.reference_pressure);
        char                  line[256];
        std::snprintf(line, sizeof line, ",%.8g,%.8g,%.8g,%.8g,%.8g,%.8g,%.6g,%.8g,%.8g\n", s.mean_pressure,
                      s.lowest_pressure, s.highest_pressure, s.mean_flow, s.lowest_flow, s.highest_flow,
                      law.wave_speed(area, discretisation_.blood().density), s.highest_pressure - s.lowest_pressure,
                      s.mean_area);
        text += vessel.name + line;
      }
    if (dealii::Utilities::MPI::this_mpi_process(run_.communicator()) == 0)
      write_atomically(run_.output() / "vessels.csv", text);
  }

  void
  ArteryPostprocessor::draw() const
  {
    if (!parameters_.draw || parameters_.probes.empty() ||
        dealii::Utilities::MPI::this_mpi_process(run_.communicator()) != 0)
      return;
    Chart pressure = {
      run_.output() / "pressure.svg", "Pressure", "time [s]", "pressure [kPa]", {}, {}, false, false, {}, {}};
    Chart flow = {run_.output() / "flow.svg", "Flow", "time [s]", "flow [mL/s]", {}, {}, false, false, {}, {}};
    for (std::size_t p = first_probe(); p < end_of_probes(); ++p)
      {
        Curve pressures{recorder_.places()[p].name, recorder_.times(), recorder_.curve(p, &PlaceValues::pressure)};
        Curve flows{recorder_.places()[p].name, recorder_.times(), recorder_.curve(p, &PlaceValues::flow)};
        for (double &value : pressures.y)
          value *= 1e-3;
        for (double &value : flows.y)
          value *= 1e6;
        pressure.curves.push_back(std::move(pressures));
        flow.curves.push_back(std::move(flows));
      }
    vht::draw(pressure);
    vht::draw(flow);
  }

  void
  ArteryPostprocessor::summarise() const
  {
    for (std::size_t p = first_probe(); p < end_of_probes(); ++p)
      {
        const CycleStatistics s      = recorder_.statistics(p);
        const std::string    &name   = recorder_.places()[p].name;
        RunRecord            &record = run_.record();
        record.summary("mean pressure " + name, s.mean_pressure, "Pa");
        record.summary("lowest pressure " + name, s.lowest_pressure, "Pa");
        record.summary("highest pressure " + name, s.highest_pressure, "Pa");
        record.summary("mean flow " + name, s.mean_flow, "m^3/s");
        record.summary("lowest flow " + name, s.lowest_flow, "m^3/s");
        record.summary("highest flow " + name, s.highest_flow, "m^3/s");
        record.summary("pulse pressure " + name, s.highest_pressure - s.lowest_pressure, "Pa");
      }
  }

  void
  ArteryPostprocessor::write(const ArteryMethod &method, unsigned int n_cycles, double wall_time) const
  {
    summarise();
    RunRecord &record = run_.record();
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
    const Network &network = discretisation_.network();
    write_paths(parameters_, network, recorder_, end_of_probes(), run_);
    if (parameters_.separate_waves)
      write_waves(parameters_.blood, network, recorder_, first_probe(), end_of_probes(), run_);
    draw();
    fields_.write((n_cycles - 1) * parameters_.time.period);
  }

  std::map<std::string, SavedState>
  ArteryPostprocessor::save() const
  {
    std::vector<double> rows;
    for (const auto &[cycle, change, mass_error] : cycles_) // JSON knows no infinity: nothing to compare with is -1
      rows.insert(rows.end(), {cycle, std::isfinite(change) ? change : -1., mass_error});
    return {{"curves", recorder_.save()}, {"fields", fields_.save()}, {"cycles", {{"rows", rows}}}};
  }

  void
  ArteryPostprocessor::load(const std::map<std::string, SavedState> &state)
  {
    recorder_.load(state.at("curves"));
    fields_.load(state.at("fields"));
    const std::vector<double> &rows = state.at("cycles").at("rows");
    cycles_.clear();
    for (std::size_t i = 0; i + 2 < rows.size(); i += 3)
      cycles_.push_back(
        {rows[i], rows[i + 1] < 0. ? std::numeric_limits<double>::infinity() : rows[i + 1], rows[i + 2]});
  }
} // namespace vht
