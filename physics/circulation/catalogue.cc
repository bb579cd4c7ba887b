// The only place that lists the laws of circulation: one line per law.

#include "physics/circulation/chamber_law.h"
#include "physics/circulation/cosine_activation.h"
#include "physics/circulation/diode_valve.h"
#include "physics/circulation/double_hill.h"
#include "physics/circulation/elastance.h"
#include "physics/circulation/orifice_valve.h"
#include "physics/circulation/pump.h"
#include "physics/circulation/quadratic_drop.h"
#include "physics/circulation/starling_resistor.h"
#include "physics/circulation/stenosis.h"
#include "physics/circulation/stiffening_elastance.h"
#include "physics/circulation/tabulated_activation.h"
#include "physics/circulation/tanh_valve.h"
#include "physics/circulation/twitch.h"
#include "physics/error.h"
#include "physics/suggestion.h"

#include <cmath>
#include <functional>
#include <map>

namespace vht
{
  namespace
  {
    template <typename Family>
    using Catalogue = std::map<std::string, std::function<std::unique_ptr<Family>()>, std::less<>>;

    template <typename Family, typename Law>
    std::unique_ptr<Family>
    make()
    {
      return std::make_unique<Law>();
    }

    const Catalogue<Activation> activations = {
      {"cosine", make<Activation, CosineActivation>},
      {"double Hill", make<Activation, DoubleHill>},
      {"table", make<Activation, TabulatedActivation>},
      {"twitch", make<Activation, Twitch>},
    };

    const Catalogue<ChamberLaw> chambers = {
      {"elastance", make<ChamberLaw, Elastance>},
      {"stiffening", make<ChamberLaw, StiffeningElastance>},
    };

    const Catalogue<ValveLaw> valves = {
      {"diode", make<ValveLaw, DiodeValve>},
      {"orifice", make<ValveLaw, OrificeValve>},
      {"tanh", make<ValveLaw, TanhValve>},
    };

    const Catalogue<DropLaw> drops = {
      {"pump", make<DropLaw, Pump>},
      {"quadratic", make<DropLaw, QuadraticDrop>},
      {"Starling", make<DropLaw, StarlingResistor>},
      {"stenosis", make<DropLaw, Stenosis>},
    };

    template <typename Family>
    std::vector<std::string>
    names_of(const Catalogue<Family> &catalogue)
    {
      std::vector<std::string> names;
      for (const auto &[name, make_law] : catalogue)
        names.push_back(name);
      return names;
    }

    template <typename Family>
    std::unique_ptr<Family>
    make_from(const Catalogue<Family> &catalogue, std::string_view name, const std::string &kind)
    {
      if (const auto entry = catalogue.find(name); entry != catalogue.end())
        return entry->second();
      std::string known;
      for (const std::string &each : names_of(catalogue))
        known += (known.empty() ? "" : ", ") + each;
      throw InputError("There is no " + kind + " \"" + std::string(name) + "\"." +
                       did_you_mean(name, names_of(catalogue)) + " Known: " + known + ".");
    }
  } // namespace

  std::unique_ptr<Activation>
  make_activation(std::string_view name)
  {
    return make_from(activations, name, "activation");
  }

  std::vector<std::string>
  activation_names()
  {
    return names_of(activations);
  }

  std::unique_ptr<ChamberLaw>
  make_chamber_law(std::string_view name)
  {
    return make_from(chambers, name, "law of a chamber");
  }

  std::vector<std::string>
  chamber_law_names()
  {
    return names_of(chambers);
  }

  std::unique_ptr<ValveLaw>
  make_valve_law(std::string_view name)
  {
    return make_from(valves, name, "law of a valve");
  }

  std::vector<std::string>
  valve_law_names()
  {
    return names_of(valves);
  }

  std::unique_ptr<DropLaw>
  make_drop_law(std::string_view name)
  {
    return make_from(drops, name, "law of a pressure drop");
  }

  std::vector<std::string>
  drop_law_names()
  {
    return names_of(drops);
  }

  double
  time_since(double time, double onset, double period)
  {
    const double since = std::fmod(time - onset, period);
    return since < 0. ? since + period : since;
  }
} // namespace vht
