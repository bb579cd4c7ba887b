#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vht
{
  /**
   * How many letters must be inserted, deleted, replaced or swapped with their neighbour to turn one word into the
   * other (Damerau–Levenshtein in its restricted form: no letter is touched twice).
   */
  std::size_t edit_distance(std::string_view first, std::string_view second);

  /**
   * The candidate a user most likely meant by @p name, or "" if none is close.
   *
   * Close means at most one edit in three letters. Capitals count only between equally close candidates, and
   * underscores and hyphens count as spaces. Where nothing is close, a candidate that contains the name is taken.
   */
  std::string closest(std::string_view name, const std::vector<std::string> &candidates);

  /** The end of an error message: "" or " Did you mean \"X\"?". */
  std::string did_you_mean(std::string_view name, const std::vector<std::string> &candidates);
} // namespace vht
