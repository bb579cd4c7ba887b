#include "physics/circulation/drop_law.h"
#include "physics/circulation/valve_law.h"
#include "physics/error.h"
#include "solvers/network/components/chamber.h"
#include "solvers/network/components/coronary.h"
#include "solvers/network/components/resistor.h"
#include "solvers/network/components/valve.h"
#include "solvers/network/components/vessel.h"
#include "solvers/network/components/windkessel.h"
#include "tests/component/expect_error.h"
#include "tests/unit/network/build.h"

#include <cmath>

using namespace vht;
using namespace vht::network;
using namespace vht::network::test;

namespace
{
  /** A component, and what makes it special in messages. */
  struct Case
  {
    std::string                name;
    std::unique_ptr<Component> component;
  };

  std::vector<Case>
  all_components()
  {
    std::vector<Case> cases;
    for (const std::string &type : component_types())
      cases.push_back({type, make_component(type)});
    for (const std::string &law : drop_law_names())
      cases.push_back({"resistor " + law, with(std::make_unique<Resistor>(law), {{"Inertance", 1e6}})});
    for (const std::string &law : valve_law_names())
      cases.push_back({"valve " + law, std::make_unique<Valve>(law)});
    cases.push_back(
      {"stiffening chamber", with(std::make_unique<Chamber>("stiffening", "twitch"), {{"Outflow inertance", 1e5}})});
    for (const std::string layout : {"RCL", "CRL"})
      {
        auto vessel = std::make_unique<Vessel>();
        vessel->set_layout(layout);
        cases.push_back({"vessel " + layout,
                         with(std::move(vessel), {{"Compliance", 1e-9}, {"Inertance", 1e6}, {"Separation", 1e13}})});
      }
    auto controlled = std::make_unique<Chamber>("elastance", "cosine");
    controlled->control("contractility c", "lead c");
    cases.push_back({"chamber under control", with(std::move(controlled), {{"Contracted rest volume", 2e-5}})});
    for (const double distal : {500., std::nan("")})
      {
        auto bed = std::make_unique<Windkessel>();
        bed->control("resistance c");
        cases.push_back({"RCR under control", with(std::move(bed), {{"Distal pressure", distal}})});
        auto squeezed = std::make_unique<Coronary>();
        squeezed->squeeze_by("pressure v");
        cases.push_back({"coronary in a ventricle", with(std::move(squeezed), {{"Distal pressure", distal}})});
      }
    cases.push_back(
      {"baroreflex above its threshold", with(make_component("baroreflex"), {{"Sympathetic threshold", 0.1}})});
    for (const std::string type : {"RCR", "coronary", "resistor", "structured tree"})
      cases.push_back({type + " without outlet", with(make_component(type), {{"Distal pressure", 500.}})});
    return cases;
  }

  // A state at which nothing is zero; pressures, flows, volumes and numbers of a circulation.
  double
  sample(const Component &component, std::size_t unknown, double seed)
  {
    const std::size_t n_ports = component.ports().size();
    const double      vary    = 1. + 0.3 * std::sin(seed + 2.7 * static_cast<double>(unknown));
    if (unknown < 2 * n_ports)
      return unknown % 2 == 0 ? 9e3 * vary : 6e-5 * vary;
    if (unknown >= n_equations(component) + n_ports)
      return 0.8 * vary; // read from a controller
    switch (component.internals()[unknown - 2 * n_ports].quantity)
      {
        case Quantity::pressure:
          return 8e3 * vary;
        case Quantity::flow:
          return 5e-5 * vary;
        case Quantity::volume:
          return 9e-5 * vary;
        default:
          return 0.6 * vary;
      }
  }
} // namespace

TEST(Components, derivatives_agree_with_differences)
{
  for (Case &each : all_components())
    {
      Component &component = *each.component;
      component.prepare(1.);
      const std::size_t   n = n_unknowns(component), m = n_equations(component);
      std::vector<double> value(n), rate(n);
      for (std::size_t i = 0; i < n; ++i)
        {
          value[i] = sample(component, i, 1.);
          rate[i]  = 3. * sample(component, i, 2.);
        }
      LocalSystem exact(m, n), above(m, n), below(m, n);
      component.evaluate(0.23, value, rate, exact);
      for (const bool by_rate : {false, true})
        for (std::size_t j = 0; j < n; ++j)
          {
            auto         high_value = value, low_value = value, high_rate = rate, low_rate = rate;
            const double step = 1e-4 * std::abs(by_rate ? rate[j] : value[j]);
            (by_rate ? high_rate : high_value)[j] += step;
            (by_rate ? low_rate : low_value)[j] -= step;
            above.clear();
            below.clear();
            component.evaluate(0.23, high_value, high_rate, above);
            component.evaluate(0.23, low_value, low_rate, below);
            for (std::size_t i = 0; i < m; ++i)
              {
                const double difference = (above.residual(i) - below.residual(i)) / (2. * step);
                const double slope      = by_rate ? exact.by_rate(i, j) : exact.by_value(i, j);
                const double rounding   = 1e-12 * (std::abs(above.residual(i)) + std::abs(below.residual(i))) / step;
                EXPECT_NEAR(slope, difference, 1e-6 * std::abs(difference) + rounding)
                  << each.name << ", equation " << i << " by " << (by_rate ? "rate " : "value ") << j;
              }
          }
    }
}

TEST(Components, an_unknown_type_is_answered_with_the_closest)
{
  vht::test::expect_error<InputError>([] { make_component("resister"); },
                                      {"\"resister\"", "Did you mean \"resistor\"?", "Known: RCR"});
}
