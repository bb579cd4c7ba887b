#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace vht
{
  /** Names and values that a text may refer to: {h} stands for the value of "h". */
  using Values = std::map<std::string, std::string>;

  /**
   * Put in the values.
   * @throws InputError for a name that has no value, with the closest one; @p place says where the text stands
   */
  std::string filled(const std::string &text, const Values &values, const std::string &place);

  /** Parameters and the values that each takes; stands for all combinations. */
  using Grid = std::vector<std::pair<std::string, std::vector<std::string>>>;

  /** All combinations, the last parameter running fastest. An empty grid has one combination without values. */
  std::vector<Values> combinations(const Grid &grid);
} // namespace vht
