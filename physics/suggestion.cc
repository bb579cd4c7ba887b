#include "physics/suggestion.h"

#include <algorithm>
#include <cctype>
#include <limits>
#include <numeric>

namespace vht
{
  namespace
  {
    /** Lower case, with one kind of word separator. */
    std::string
    folded(std::string_view word)
    {
      std::string result(word);
      for (char &letter : result)
        letter =
          letter == '_' || letter == '-' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
      return result;
    }
  } // namespace

  std::size_t
  edit_distance(std::string_view first, std::string_view second)
  {
    // Rows of the table d(i, j) = distance between the first i and the first j letters; three rows are alive.
    std::vector<std::size_t> before_last(second.size() + 1), last(second.size() + 1), current(second.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});

    for (std::size_t i = 1; i <= first.size(); ++i)
      {
        current[0] = i;
        for (std::size_t j = 1; j <= second.size(); ++j)
          {
            const std::size_t replaced = last[j - 1] + (first[i - 1] == second[j - 1] ? 0 : 1);
            current[j]                 = std::min({last[j] + 1, current[j - 1] + 1, replaced});
            if (i > 1 && j > 1 && first[i - 1] == second[j - 2] && first[i - 2] == second[j - 1])
              current[j] = std::min(current[j], before_last[j - 2] + 1);
          }
        std::swap(before_last, last);
        std::swap(last, current);
      }
    return last.back();
  }

  std::string
  closest(std::string_view name, const std::vector<std::string> &candidates)
  {
    const std::string  wanted  = folded(name);
    const std::size_t  allowed = std::max<std::size_t>(1, wanted.size() / 3);
    const std::string *best    = nullptr;
    // The distance of the folded words decides; between equals, the distance as written.
    std::size_t best_score = std::numeric_limits<std::size_t>::max();

    for (const std::string &candidate : candidates)
      if (const std::size_t distance = edit_distance(wanted, folded(candidate));
          distance <= allowed && distance < candidate.size())
        {
          const std::size_t score = distance * (wanted.size() + candidate.size() + 1) + edit_distance(name, candidate);
          if (score < best_score)
            {
              best       = &candidate;
              best_score = score;
            }
        }
    if (best != nullptr)
      return *best;

    if (wanted.size() >= 3)
      for (const std::string &candidate : candidates)
        if (folded(candidate).find(wanted) != std::string::npos)
          return candidate;
    return {};
  }

  std::string
  did_you_mean(std::string_view name, const std::vector<std::string> &candidates)
  {
    const std::string candidate = closest(name, candidates);
    return candidate.empty() ? "" : " Did you mean \"" + candidate + "\"?";
  }
} // namespace vht
