#include "meshing/pipeline/filling.h"

#include <sstream>

namespace vht::meshing
{
  namespace
  {
    void
    compare_volumes(const std::string &source, StageState &state)
    {
      std::map<std::string, double> volumes;
      for (std::size_t i = 0; i < state.mesh.n_cells(); ++i)
        volumes[state.mesh.region_names.at(state.mesh.regions[i])] += cell_volume(state.mesh, i);
      for (const auto &[name, volume] : state.source_volumes)
        {
          const double drift       = volumes[name] / volume - 1;
          state.facts.drifts[name] = drift;
          std::ostringstream text;
          text.precision(4);
          text << 1e6 * volume << " mL of " << source << ", " << 1e6 * volumes[name] << " mL of cells, " << std::showpos
               << 100 * drift << " %";
          state.facts.texts["volume of " + name] = text.str();
        }
    }
  } // namespace


  void
  take(Filled filled, const std::string &source, const Say &say, StageState &state)
  {
    state.mesh                  = std::move(filled.mesh);
    state.facts.texts["mesher"] = filled.mesher;
    say("Filled by " + filled.mesher + "." + (filled.attempts.empty() ? "" : " Before:\n" + filled.attempts));
    if (!filled.attempts.empty())
      state.facts.texts["meshers that failed"] = filled.attempts;
    if (filled.displacement)
      {
        std::ostringstream text;
        text.precision(4);
        text << "new ones, named after the nearest old ones and at most " << 1e6 * *filled.displacement
             << " um from them";
        say("The triangles of the surface are " + text.str() + ".");
        state.facts.texts["triangles"] = text.str();
        state.facts.displacement       = state.facts.displacement.value_or(0) + *filled.displacement;
      }
    compare_volumes(source, state);
    state.surface = {}; // the stages that follow need it no more, and would keep it beside the mesh
  }
} // namespace vht::meshing
