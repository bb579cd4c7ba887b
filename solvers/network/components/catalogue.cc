// The only place that lists the types of components: one line per type.

#include "solvers/network/components/catalogue.h"

#include "physics/error.h"
#include "physics/suggestion.h"
#include "solvers/network/components/autoregulation.h"
#include "solvers/network/components/baroreflex.h"
#include "solvers/network/components/chamber.h"
#include "solvers/network/components/compliance.h"
#include "solvers/network/components/coronary.h"
#include "solvers/network/components/resistor.h"
#include "solvers/network/components/source.h"
#include "solvers/network/components/tree.h"
#include "solvers/network/components/valve.h"
#include "solvers/network/components/vessel.h"
#include "solvers/network/components/windkessel.h"

#include <functional>
#include <map>

namespace vht::network
{
  namespace
  {
    template <typename Type>
    std::unique_ptr<Component>
    make()
    {
      return std::make_unique<Type>();
    }

    template <Quantity quantity>
    std::unique_ptr<Component>
    make_source()
    {
      return std::make_unique<Source>(quantity);
    }

    const std::map<std::string, std::function<std::unique_ptr<Component>()>> &
    catalogue()
    {
      static const std::map<std::string, std::function<std::unique_ptr<Component>()>> entries = {
        {"RCR", make<Windkessel>},
        {"autoregulation", make<Autoregulation>},
        {"baroreflex", make<Baroreflex>},
        {"chamber", make<Chamber>},
        {"compliance", make<Compliance>},
        {"coronary", make<Coronary>},
        {"flow source", make_source<Quantity::flow>},
        {"pressure source", make_source<Quantity::pressure>},
        {"resistor", make<Resistor>},
        {"structured tree", make<Tree>},
        {"valve", make<Valve>},
        {"vessel", make<Vessel>},
      };
      return entries;
    }
  } // namespace

  std::unique_ptr<Component>
  make_component(const std::string &type)
  {
    if (const auto entry = catalogue().find(type); entry != catalogue().end())
      return entry->second();
    std::string known;
    for (const std::string &each : component_types())
      known += (known.empty() ? "" : ", ") + each;
    throw InputError("There is no component of type \"" + type + "\"." + did_you_mean(type, component_types()) +
                     " Known: " + known + ".");
  }

  std::vector<std::string>
  component_types()
  {
    std::vector<std::string> types;
    for (const auto &[type, make_one] : catalogue())
      types.push_back(type);
    return types;
  }
} // namespace vht::network
