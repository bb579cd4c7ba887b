#include "solvers/core/chart.h"

#include "physics/error.h"

#include <gtest/gtest.h>

#include <cmath>
#include <regex>
#include <string>
#include <vector>

namespace
{
  /** Every opened element is closed in the right order, and no bare "<" or "&" stands in a text. */
  ::testing::AssertionResult
  well_formed(const std::string &xml)
  {
    std::vector<std::string> open;
    const std::regex         tag("<(/?)([A-Za-z]+)((?:\\s+[A-Za-z0-9-]+=\"[^\"<]*\")*)\\s*(/?)>");
    const std::regex         text("(?:[^<>&]|&(?:amp|lt|gt|quot);)*");
    auto                     rest = xml.cbegin();
    for (std::smatch match; std::regex_search(rest, xml.cend(), match, tag); rest = match[0].second)
      {
        if (!std::regex_match(rest, match[0].first, text))
          return ::testing::AssertionFailure() << "bad text: " << std::string(rest, match[0].first);
        if (match[1].length() > 0)
          {
            if (open.empty() || open.back() != match[2])
              return ::testing::AssertionFailure() << "unexpected </" << match[2] << ">";
            open.pop_back();
          }
        else if (match[4].length() == 0)
          open.push_back(match[2]);
      }
    if (!open.empty() || !std::regex_match(rest, xml.cend(), text))
      return ::testing::AssertionFailure() << open.size() << " elements left open";
    return ::testing::AssertionSuccess();
  }

  unsigned
  count(const std::string &text, const std::string &pattern)
  {
    const std::regex regex(pattern);
    return unsigned(std::distance(std::sregex_iterator(text.begin(), text.end(), regex), std::sregex_iterator()));
  }

  void
  expect_ticks(const std::vector<double> &ours, const std::vector<double> &expected)
  {
    ASSERT_EQ(ours.size(), expected.size());
    for (std::size_t i = 0; i < ours.size(); ++i)
      EXPECT_NEAR(ours[i], expected[i], 1e-12 * std::abs(expected[i]) + 1e-300);
  }
} // namespace

TEST(Ticks, AreRoundAndInside)
{
  expect_ticks(vht::nice_ticks(0., 1.), {0., 0.2, 0.4, 0.6, 0.8, 1.});
  expect_ticks(vht::nice_ticks(-0.087, 0.042), {-0.08, -0.06, -0.04, -0.02, 0., 0.02, 0.04});
  expect_ticks(vht::nice_ticks(0., 137.), {0., 20., 40., 60., 80., 100., 120.});
  expect_ticks(vht::nice_ticks(5., 5.), {5.});
  for (double span = 1e-9; span < 1e9; span *= 1.7)
    {
      const auto ticks = vht::nice_ticks(0.3 * span, 1.3 * span);
      EXPECT_GE(ticks.size(), 3u) << span;
      EXPECT_LE(ticks.size(), 10u) << span;
    }
}

TEST(Ticks, OfLogarithmicAxes)
{
  expect_ticks(vht::log_ticks(1e-3, 10.), {1e-3, 1e-2, 1e-1, 1., 10.});
  expect_ticks(vht::log_ticks(0.1, 0.5), {0.1, 0.2, 0.5});
  EXPECT_LE(vht::log_ticks(1e-16, 1e16).size(), 10u);
  EXPECT_TRUE(vht::log_ticks(0., 1.).empty());
}

TEST(Ticks, LabelsShareTheirDecimals)
{
  EXPECT_EQ(vht::tick_labels({0., 0.5, 1.}), (std::vector<std::string>{"0.0", "0.5", "1.0"}));
  EXPECT_EQ(vht::tick_labels({-20., 0., 20.}), (std::vector<std::string>{"-20", "0", "20"}));
  EXPECT_EQ(vht::tick_labels({1e-5, 1e-4}), (std::vector<std::string>{"1e-5", "1e-4"}));
}

TEST(Chart, IsWellFormedWithEveryCurveBandAndLabel)
{
  vht::Chart chart;
  chart.title            = "Voltage <V> & \"current\"";
  chart.x_label          = "time [ms]";
  chart.y_label          = "potential [mV]";
  chart.curves           = {{.label = "ours", .x = {0., 1., 2.}, .y = {-85., 20., 10.}},
                            {.label = "reference", .x = {0., 2.}, .y = {-85., 11.}, .markers = true, .dashed = true}};
  chart.bands            = {{-10., 10., "accepted"}, {0., 0., ""}};
  const std::string text = vht::svg(chart);

  EXPECT_TRUE(well_formed(text));
  EXPECT_FALSE(well_formed(text.substr(0, text.size() - 8)));
  EXPECT_EQ(count(text, "<path "), 2u);
  EXPECT_EQ(count(text, "<circle "), 3u); // two points and the legend
  for (const char *label : {"Voltage &lt;V&gt; &amp; &quot;current&quot;", ">time \\[ms\\]<", ">potential \\[mV\\]<",
                            ">ours<", ">reference<", ">accepted<"})
    EXPECT_EQ(count(text, label), 1u) << label;
}

TEST(Chart, PutsPointsWhereTheAxesSay)
{
  vht::Chart chart;
  chart.x_range = {{0., 10.}};
  chart.y_range = {{0., 10.}};
  chart.curves  = {{.label = "", .x = {0., 5., 10.}, .y = {0., 5., 10.}}};
  std::smatch       match;
  const std::string text = vht::svg(chart);
  ASSERT_TRUE(
    std::regex_search(text, match, std::regex("d=\"M([0-9.]+) ([0-9.]+)L([0-9.]+) ([0-9.]+)L([0-9.]+) ([0-9.]+)\"")));
  EXPECT_NEAR(std::stod(match[3]), (std::stod(match[1]) + std::stod(match[5])) / 2, 0.02);
  EXPECT_NEAR(std::stod(match[4]), (std::stod(match[2]) + std::stod(match[6])) / 2, 0.02);
  EXPECT_LT(std::stod(match[6]), std::stod(match[2])); // upwards is towards smaller pixels
}

TEST(Chart, BreaksTheLineAtUndefinedPoints)
{
  vht::Chart chart;
  chart.log_y  = true;
  chart.curves = {{.label = "", .x = {0., 1., 2., 3., 4.}, .y = {1., 10., NAN, 100., 0.}}};
  std::smatch       match;
  const std::string text = vht::svg(chart);
  ASSERT_TRUE(std::regex_search(text, match, std::regex(" d=\"([^\"]*)\"")));
  EXPECT_EQ(count(match[1], "M"), 2u);
  EXPECT_EQ(count(match[1], "L"), 1u);
  EXPECT_EQ(text.find("nan"), std::string::npos);
}

TEST(Chart, SurvivesNothingAndConstants)
{
  vht::Chart chart;
  EXPECT_TRUE(well_formed(vht::svg(chart)));
  chart.curves           = {{.label = "flat", .x = {1., 1.}, .y = {3., 3.}}};
  const std::string text = vht::svg(chart);
  EXPECT_TRUE(well_formed(text));
  EXPECT_EQ(text.find("nan"), std::string::npos);
  EXPECT_EQ(text.find("inf"), std::string::npos);
}

TEST(Chart, RefusesUnequalLengthsAndBadFiles)
{
  vht::Chart chart;
  chart.curves = {{.label = "broken", .x = {1., 2.}, .y = {3.}}};
  EXPECT_THROW(vht::svg(chart), vht::InputError);
  chart.curves.clear();
  chart.file = "/dev/null/chart.svg";
  EXPECT_ANY_THROW(vht::draw(chart));
}
