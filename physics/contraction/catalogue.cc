// The only place that lists the contractions: one line per law.

#include "physics/contraction/arostica_2025.h"
#include "physics/contraction/contraction.h"
#include "physics/contraction/land_2017.h"
#include "physics/contraction/nash_panfilov_2004.h"
#include "physics/contraction/prescribed_tension.h"
#include "physics/error.h"
#include "physics/suggestion.h"

#include <functional>
#include <utility>

namespace vht
{
  namespace
  {
    template <typename Law, auto... arguments>
    std::unique_ptr<Contraction>
    make()
    {
      return std::make_unique<Law>(arguments...);
    }

    using Entry = std::pair<std::string, std::function<std::unique_ptr<Contraction>()>>;

    const std::vector<Entry> &
    catalogue()
    {
      static const std::vector<Entry> entries = {
        {"Land 2017", make<Land2017, Land2017::Variant::original>},
        {"Land 2017 ToR-ORd", make<Land2017, Land2017::Variant::tor_ord>},
        {"Nash-Panfilov 2004", make<NashPanfilov2004>},
        {"Arostica 2025", make<ArosticaActivation>},
        {"prescribed", make<PrescribedTension>},
      };
      return entries;
    }
  } // namespace

  std::unique_ptr<Contraction>
  make_contraction(std::string_view name)
  {
    std::string known;
    for (const auto &[each, make_law] : catalogue())
      {
        if (each == name)
          return make_law();
        known += (known.empty() ? "" : ", ") + each;
      }
    throw InputError("There is no contraction \"" + std::string(name) + "\"." +
                     did_you_mean(name, contraction_names()) + " Known: " + known + ".");
  }

  std::vector<std::string>
  contraction_names()
  {
    std::vector<std::string> names;
    for (const Entry &entry : catalogue())
      names.push_back(entry.first);
    return names;
  }

  void
  Contraction::fill_initial(std::span<double> states) const
  {
    std::vector<double> state(n_states());
    initial_state(state);
    for (std::size_t i = 0; i < states.size(); ++i)
      states[i] = state[i / block_size % state.size()];
  }
} // namespace vht
