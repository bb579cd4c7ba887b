#pragma once

#include "solvers/network/circuit.h"
#include "solvers/network/components/catalogue.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace vht::network::test
{
  /** A component with some of its constants set. */
  inline std::unique_ptr<Component>
  with(std::unique_ptr<Component> component, const std::map<std::string, double> &constants)
  {
    for (const auto &[name, value] : constants)
      {
        bool found = false;
        for (const Parameter &parameter : component->parameters())
          if (parameter.name == name)
            {
              *parameter.value = value;
              found            = true;
            }
        EXPECT_TRUE(found) << name;
      }
    return component;
  }

  inline Circuit::Part
  part(const std::string                   &name,
       std::unique_ptr<Component>           component,
       const std::vector<std::string>      &nodes,
       const std::map<std::string, double> &constants = {})
  {
    return {name, with(std::move(component), constants), nodes};
  }

  inline Circuit::Part
  part(const std::string                   &name,
       const std::string                   &type,
       const std::vector<std::string>      &nodes,
       const std::map<std::string, double> &constants = {})
  {
    return part(name, make_component(type), nodes, constants);
  }
} // namespace vht::network::test
