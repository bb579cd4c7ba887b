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
    compare_volumes(source, state);
    state.surface = {}; // the stages that follow need it no more, and would keep it beside the mesh
  }
} // namespace vht::meshing
