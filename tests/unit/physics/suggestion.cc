#include "physics/suggestion.h"

#include <gtest/gtest.h>

using namespace vht;

TEST(EditDistance, counts_single_edits)
{
  EXPECT_EQ(edit_distance("mesh", "mesh"), 0u);
  EXPECT_EQ(edit_distance("mesh", "mes"), 1u);
  EXPECT_EQ(edit_distance("mesh", "meash"), 1u);
  EXPECT_EQ(edit_distance("mesh", "mash"), 1u);
  EXPECT_EQ(edit_distance("mesh", "mehs"), 1u); // neighbours swapped
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("abc", ""), 3u);
}

TEST(EditDistance, is_symmetric)
{
  for (const auto &[a, b] : {std::pair{"time step", "tmie stpe"}, {"ca", "abc"}, {"conductivity", "conductance"}})
    EXPECT_EQ(edit_distance(a, b), edit_distance(b, a));
}

TEST(Suggestion, finds_the_closest_name)
{
  const std::vector<std::string> known = {"Time step", "Time end", "Output interval"};
  EXPECT_EQ(closest("Time stpe", known), "Time step");
  EXPECT_EQ(closest("time_step", known), "Time step");
  EXPECT_EQ(closest("Output intervall", known), "Output interval");
  EXPECT_EQ(did_you_mean("Tme end", known), " Did you mean \"Time end\"?");
}

TEST(Suggestion, prefers_the_candidate_with_the_same_capitals)
{
  const std::vector<std::string> known = {"MPa", "mPa"};
  EXPECT_EQ(closest("mPA", known), "mPa");
  EXPECT_EQ(closest("MPA", known), "MPa");
}

TEST(Suggestion, completes_a_part_of_a_name)
{
  EXPECT_EQ(closest("Tusscher", {"Bueno-Orovio 2008 epi", "ten Tusscher-Panfilov 2006 epi"}),
            "ten Tusscher-Panfilov 2006 epi");
}

TEST(Suggestion, keeps_silent_when_nothing_is_close)
{
  EXPECT_EQ(did_you_mean("temperature", {"Time step", "Mesh"}), "");
  EXPECT_EQ(did_you_mean("x", {"y"}), "");
  EXPECT_EQ(did_you_mean("x", {}), "");
  EXPECT_EQ(did_you_mean("", {"Mesh"}), "");
}
