#include "solvers/validate/text_template.h"

#include "physics/error.h"
#include "physics/suggestion.h"


namespace vht
{
  std::string
  filled(const std::string &text, const Values &values, const std::string &place)
  {
    std::string result;
    for (std::size_t at = 0; at < text.size();)
      {
        const std::size_t open  = text.find('{', at);
        const std::size_t close = open == std::string::npos ? open : text.find('}', open);
        result += text.substr(at, open == std::string::npos ? open : open - at);
        if (open == std::string::npos)
          break;
        if (close == std::string::npos)
          throw InputError(place + ": a \"{\" is not closed in \"" + text + "\".");
        const std::string name  = text.substr(open + 1, close - open - 1);
        const auto        entry = values.find(name);
        if (entry == values.end())
          {
            std::vector<std::string> names;
            std::string              known;
            for (const auto &[key, value] : values)
              {
                names.push_back(key);
                known.append(known.empty() ? "" : ", ").append(key);
              }
            throw InputError(place + ": \"" + text + "\" refers to {" + name + "}, which has no value here." +
                             did_you_mean(name, names) + " Known here: " + (known.empty() ? "none" : known) + ".");
          }
        result += entry->second;
        at = close + 1;
      }
    return result;
  }

  std::vector<Values>
  combinations(const Grid &grid)
  {
    std::vector<Values> result(1);
    for (const auto &[name, values] : grid)
      {
        std::vector<Values> longer;
        for (const Values &known : result)
          for (const std::string &value : values)
            {
              longer.push_back(known);
              longer.back()[name] = value;
            }
        result = std::move(longer);
      }
    return result;
  }
} // namespace vht
