#include "solvers/arteries/wave_output.h"

#include "physics/circulation/tube_law.h"
#include "physics/error.h"
#include "solvers/arteries/waves.h"
#include "solvers/core/atomic_file.h"
#include "solvers/core/csv_table.h"
#include "solvers/core/run.h"

#include <deal.II/base/mpi.h>

#include <cmath>
#include <cstdio>

namespace vht
{
  namespace
  {
    TubeLaw
    law_at(const Vessel &vessel, double position)
    {
      return TubeLaw::of(vessel.radius(position), vessel.thickness(position), vessel.youngs_modulus);
    }

    /** How long a small wave takes through a vessel under a pressure [s]. */
    double
    transit_time(const Vessel &vessel, double pressure, double density)
    {
      constexpr int n    = 50;
      double        time = 0.;
      for (int i = 0; i < n; ++i)
        {
          const TubeLaw law  = law_at(vessel, (i + 0.5) / n);
          const double  area = law.area(pressure - vessel.reference_pressure);
          time += vessel.length / n / law.wave_speed(area, density);
        }
      return time;
    }

    std::string
    numbers(std::initializer_list<double> values)
    {
      std::string text;
      for (const double value : values)
        {
          char number[32];
          std::snprintf(number, sizeof number, ",%.8g", value);
          text += number;
        }
      return text + "\n";
    }
  } // namespace

  std::vector<Place>
  path_ends(const std::vector<PathParameters> &paths, const Network &network)
  {
    std::vector<Place> ends;
    for (const PathParameters &path : paths)
      {
        if (path.vessels.empty())
          throw InputError(path.where + ": the path \"" + path.name + "\" has no vessels. Name them along the flow.");
        for (std::size_t i = 0; i < path.vessels.size(); ++i)
          {
            const std::size_t v = network.vessel(path.vessels[i], path.where);
            if (i > 0 &&
                network.vessels()[network.vessel(path.vessels[i - 1], path.where)].end != network.vessels()[v].start)
              throw InputError(path.where + ": vessel \"" + path.vessels[i] + "\" does not begin where \"" +
                               path.vessels[i - 1] + "\" ends. Name all vessels of the path along the flow.");
          }
        ends.push_back({path.name + " begin", network.vessel(path.vessels.front(), path.where), 0.});
        ends.push_back({path.name + " end", network.vessel(path.vessels.back(), path.where), 1.});
      }
    return ends;
  }

  void
  write_paths(const ArteriesParameters &parameters,
              const Network            &network,
              const Recorder           &recorder,
              std::size_t               first,
              Run                      &run)
  {
    if (parameters.paths.empty())
      return;
    std::string text = "path,length [m],foot at begin [s],foot at end [s],pulse wave velocity [m/s],"
                       "wave speed of the walls [m/s]\n";
    for (std::size_t p = 0; p < parameters.paths.size(); ++p)
      {
        const PathParameters &path   = parameters.paths[p];
        double                length = 0., transit = 0.;
        for (const std::string &name : path.vessels)
          {
            const std::size_t v = network.vessel(name, path.where); // its middle is the recorder's place of this number
            length += network.vessels()[v].length;
            transit +=
              transit_time(network.vessels()[v], recorder.statistics(v).lowest_pressure, parameters.blood.density);
          }
        const bool   periodic = parameters.time.periodic;
        const double begin =
          wave_foot(recorder.times(), recorder.curve(first + 2 * p, &PlaceValues::pressure), periodic);
        double end = wave_foot(recorder.times(), recorder.curve(first + 2 * p + 1, &PlaceValues::pressure), periodic);
        if (periodic && end < begin)
          end += parameters.time.period;
        const double speed = length / (end - begin);
        text += path.name + numbers({length, begin, end, speed, length / transit});
        if (std::isfinite(speed))
          run.record().summary("pulse wave velocity " + path.name, speed, "m/s");
        else
          run.log().warning("The pulse along the path \"" + path.name + "\" has no foot: no velocity.");
        run.record().summary("wave speed of the walls " + path.name, length / transit, "m/s");
      }
    if (dealii::Utilities::MPI::this_mpi_process(run.communicator()) == 0)
      write_atomically(run.output() / "paths.csv", text);
  }

  void
  write_waves(const BloodParameters &blood,
              const Network         &network,
              const Recorder        &recorder,
              std::size_t            first,
              std::size_t            last,
              Run                   &run)
  {
    std::vector<std::string>    columns = {"time [s]"};
    std::vector<SeparatedWaves> all;
    for (std::size_t p = first; p < last; ++p)
      {
        const Place  &place  = recorder.places()[p];
        const Vessel &vessel = network.vessels()[place.vessel];
        WaveRecord    record;
        record.times    = recorder.times();
        record.pressure = recorder.curve(p, &PlaceValues::pressure);
        record.area     = recorder.curve(p, &PlaceValues::area);
        record.velocity = recorder.curve(p, &PlaceValues::flow);
        for (std::size_t i = 0; i < record.times.size(); ++i)
          {
            record.velocity[i] /= record.area[i];
            record.speed.push_back(law_at(vessel, place.position).wave_speed(record.area[i], blood.density));
          }
        all.push_back(separate_waves(record, blood.density));
        for (const char *column :
             {"forward pressure NAME [Pa]", "backward pressure NAME [Pa]", "forward flow NAME [m^3/s]",
              "backward flow NAME [m^3/s]", "intensity NAME [W/(m^2 s^2)]"})
          columns.push_back(column_of(column, place));
        run.record().summary("reflection magnitude " + place.name, all.back().reflection_magnitude, "1");
        run.record().summary("reflection index " + place.name, all.back().reflection_index, "1");
      }
    CsvTable table(run.communicator(), run.output() / "waves.csv", columns);
    for (std::size_t i = 0; i < recorder.times().size(); ++i)
      {
        std::vector<double> row = {recorder.times()[i]};
        for (const SeparatedWaves &waves : all)
          row.insert(row.end(), {waves.forward_pressure[i], waves.backward_pressure[i], waves.forward_flow[i],
                                 waves.backward_flow[i], waves.intensity[i]});
        table.row(row);
      }
  }
} // namespace vht
