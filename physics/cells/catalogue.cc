// The only place that lists the cell models: one line per model.

#include "physics/cells/bueno_orovio_2008.h"
#include "physics/cells/cell_model.h"
#include "physics/cells/ten_tusscher_2006.h"
#include "physics/error.h"
#include "physics/suggestion.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace vht
{
  namespace
  {
    template <typename Model, auto layer>
    std::unique_ptr<CellModel>
    make()
    {
      return std::make_unique<Model>(layer);
    }

    using Entry = std::pair<std::string, std::function<std::unique_ptr<CellModel>()>>;

    const std::vector<Entry> &
    catalogue()
    {
      static const std::vector<Entry> entries = {
        {"ten Tusscher-Panfilov 2006 epi", make<TenTusscher2006, WallLayer::epi>},
        {"ten Tusscher-Panfilov 2006 endo", make<TenTusscher2006, WallLayer::endo>},
        {"ten Tusscher-Panfilov 2006 mid", make<TenTusscher2006, WallLayer::mid>},
        {"Bueno-Orovio 2008 epi", make<BuenoOrovio2008, WallLayer::epi>},
        {"Bueno-Orovio 2008 endo", make<BuenoOrovio2008, WallLayer::endo>},
        {"Bueno-Orovio 2008 mid", make<BuenoOrovio2008, WallLayer::mid>},
      };
      return entries;
    }
  } // namespace

  std::unique_ptr<CellModel>
  make_cell_model(std::string_view name)
  {
    for (const auto &[known, make_model] : catalogue())
      if (known == name)
        return make_model();

    std::string message =
      "There is no cell model \"" + std::string(name) + "\"." + did_you_mean(name, cell_model_names());
    message += " Known:";
    for (const std::string &known : cell_model_names())
      message += " \"" + known + "\"";
    throw InputError(message + ".");
  }

  std::vector<std::string>
  cell_model_names()
  {
    std::vector<std::string> names;
    for (const Entry &entry : catalogue())
      names.push_back(entry.first);
    return names;
  }

  std::size_t
  CellModel::state_index(std::string_view name) const
  {
    const std::span<const StateInfo> all = states();
    const auto found = std::find_if(all.begin(), all.end(), [&](const StateInfo &state) { return state.name == name; });
    if (found != all.end())
      return static_cast<std::size_t>(found - all.begin());

    std::vector<std::string> names;
    for (const StateInfo &state : all)
      names.emplace_back(state.name);
    throw InputError("The cell model \"" + std::string(this->name()) + "\" has no state \"" + std::string(name) +
                     "\"." + did_you_mean(name, names));
  }

  void
  CellModel::fill_initial(std::span<double> states) const
  {
    std::vector<double> state(n_states());
    initial_state(state);
    for (std::size_t i = 0; i < states.size(); ++i)
      states[i] = state[i / block_size % state.size()];
  }
} // namespace vht
