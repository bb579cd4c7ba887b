#include "solvers/core/chart.h"
#include "solvers/network/circuit_plan.h"
#include "solvers/network/postprocessor.h"

#include <algorithm>

namespace vht::network
{
  namespace
  {
    // More curves than this cannot be told apart.
    constexpr std::size_t most_curves = 16;

    /** What users read quantities in. */
    struct Shown
    {
      Quantity    quantity;
      const char *file, *title, *label;
      double      unit; ///< SI
    };
  } // namespace

  void
  draw_network(const Circuit               &circuit,
               const std::vector<double>   &times,
               const std::vector<Values>   &values,
               const std::filesystem::path &folder)
  {
    constexpr double millimetre_of_mercury = 133.322387415, millilitre = 1e-6;
    const auto       course = [&](std::size_t unknown, double unit) {
      std::vector<double> numbers;
      for (const Values &value : values)
        numbers.push_back(value[unknown] / unit);
      return numbers;
    };

    for (const Shown &shown :
         {Shown{Quantity::pressure, "pressures.svg", "Pressures", "pressure [mmHg]", millimetre_of_mercury},
          Shown{Quantity::flow, "flows.svg", "Flows", "flow [mL/s]", millilitre},
          Shown{Quantity::volume, "volumes.svg", "Volumes", "volume [mL]", millilitre}})
      {
        Chart chart;
        chart.file    = folder / shown.file;
        chart.title   = std::string(shown.title) + " in the last beat";
        chart.x_label = "time [s]";
        chart.y_label = shown.label;
        for (std::size_t i = 0; i < circuit.size() && chart.curves.size() < most_curves; ++i)
          if (const Unknown &unknown = circuit.unknowns()[i]; unknown.quantity == shown.quantity)
            {
              // Two-ported components have the same flow twice, or nearly so.
              if (unknown.quantity == Quantity::flow && unknown.name.ends_with(" outlet") && i > 0 &&
                  circuit.unknowns()[i - 1].quantity == Quantity::flow)
                continue;
              chart.curves.push_back({.label = unknown.name, .x = times, .y = course(i, shown.unit)});
            }
        if (!chart.curves.empty())
          draw(chart);
      }

    Chart loops;
    loops.file    = folder / "pressure_volume.svg";
    loops.title   = "Loops of pressure and volume";
    loops.x_label = "volume [mL]";
    loops.y_label = "pressure [mmHg]";
    for (const Circuit::Part &part : circuit.parts())
      if (part.component->type() == "chamber")
        loops.curves.push_back({.label = part.name,
                                .x     = course(circuit.internal(part.name, "volume"), millilitre),
                                .y     = course(circuit.pressure(part.name, "inlet"), millimetre_of_mercury)});
    if (!loops.curves.empty())
      draw(loops);
    draw_plan(circuit, folder / "circuit.svg");
  }
} // namespace vht::network
