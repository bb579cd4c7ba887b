// The only place that lists the conductivities: one line per law.

#include "physics/diffusion/conductivity.h"
#include "physics/diffusion/exponential_conductivity.h"
#include "physics/diffusion/quadratic_conductivity.h"
#include "physics/error.h"
#include "physics/suggestion.h"

#include <functional>
#include <map>

namespace vht
{
  namespace
  {
    template <typename Law>
    std::unique_ptr<Conductivity>
    make()
    {
      return std::make_unique<Law>();
    }

    const std::map<std::string, std::function<std::unique_ptr<Conductivity>()>, std::less<>> &
    catalogue()
    {
      static const std::map<std::string, std::function<std::unique_ptr<Conductivity>()>, std::less<>> entries = {
        {"exponential", make<ExponentialConductivity>},
        {"quadratic", make<QuadraticConductivity>},
      };
      return entries;
    }
  } // namespace

  std::unique_ptr<Conductivity>
  make_conductivity(std::string_view name)
  {
    if (const auto entry = catalogue().find(name); entry != catalogue().end())
      return entry->second();

    std::string known;
    for (const std::string &each : conductivity_names())
      known += (known.empty() ? "" : ", ") + each;
    throw InputError("There is no conductivity \"" + std::string(name) + "\"." +
                     did_you_mean(name, conductivity_names()) + " Known: " + known + ".");
  }

  std::vector<std::string>
  conductivity_names()
  {
    std::vector<std::string> names;
    for (const auto &[name, make_law] : catalogue())
      names.push_back(name);
    return names;
  }
} // namespace vht
