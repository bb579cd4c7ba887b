#pragma once

#include "solvers/core/parameters.h"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace vht::meshing
{
  /** A section whose entries decide what the mesh is: they go into its description. */
  class Deciding
  {
  public:
    explicit Deciding(ParameterSection &section)
      : section_(section)
    {
    }

    template <typename... T>
    void
    add(T &&...arguments)
    {
      section_.add(std::forward<T>(arguments)...);
      section_.critical();
    }

    void
    add_choice(const std::string              &name,
               std::string                    &value,
               const std::vector<std::string> &choices,
               const std::string              &doc)
    {
      section_.add_choice(name, value, choices, doc);
      section_.critical();
    }

    void
    add_file(const std::string &name, std::filesystem::path &value, const std::string &doc)
    {
      section_.add_file(name, value, doc);
      section_.critical();
    }

  private:
    ParameterSection &section_;
  };
} // namespace vht::meshing
