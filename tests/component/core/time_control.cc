#include "solvers/core/time_control.h"

#include <gtest/gtest.h>

#include <vector>

using namespace vht;

namespace
{
  std::vector<double>
  times(TimeControl &time)
  {
    std::vector<double> list;
    while (!time.finished())
      {
        time.advance();
        list.push_back(time.time());
      }
    return list;
  }

  /** The steps after which something with this interval is due. */
  std::vector<unsigned int>
  due_steps(TimeControl &time, double interval)
  {
    std::vector<unsigned int> list;
    while (!time.finished())
      {
        time.advance();
        if (time.due(interval))
          list.push_back(time.step());
      }
    return list;
  }
} // namespace

TEST(TimeControl, takes_as_many_steps_as_fit)
{
  TimeControl third({.end = 0.3, .step = 0.1}); // 0.3 / 0.1 is a little less than 3
  EXPECT_EQ(times(third).size(), 3u);
  TimeControl long_run({.end = 0.7, .step = 5e-5}); // 0.7 / 5e-5 is a little less or more than 14000
  EXPECT_EQ(times(long_run).size(), 14000u);
  TimeControl with_rest({.end = 0.25, .step = 0.1}); // the end is reached, if need be a little late
  EXPECT_EQ(times(with_rest).size(), 3u);
  TimeControl nothing({.end = 0., .step = 0.1});
  EXPECT_TRUE(nothing.finished());
  EXPECT_EQ(nothing.fraction(), 1.);
}

TEST(TimeControl, fraction_runs_from_zero_to_one)
{
  TimeControl time({.end = 1., .step = 0.25});
  EXPECT_EQ(time.fraction(), 0.);
  time.advance();
  EXPECT_EQ(time.fraction(), 0.25);
  times(time);
  EXPECT_EQ(time.fraction(), 1.);
}

TEST(TimeControl, something_is_due_once_in_each_interval)
{
  TimeControl every_ms({.end = 0.1, .step = 5e-5});
  const auto  steps = due_steps(every_ms, 1e-3);
  ASSERT_EQ(steps.size(), 100u);
  for (unsigned int i = 0; i < 100; ++i)
    EXPECT_EQ(steps[i], 20 * (i + 1));

  TimeControl uneven({.end = 1., .step = 0.1}); // 0.25, 0.5, 0.75, 1 fall into or on the ends of these steps
  EXPECT_EQ(due_steps(uneven, 0.25), (std::vector<unsigned int>{3, 5, 8, 10}));

  TimeControl short_interval({.end = 1., .step = 0.25});
  EXPECT_EQ(due_steps(short_interval, 0.1), (std::vector<unsigned int>{1, 2, 3, 4}));

  TimeControl never({.end = 1., .step = 0.25});
  EXPECT_TRUE(due_steps(never, 0.).empty());
}

TEST(TimeControl, a_restarted_run_has_the_very_same_times)
{
  const TimeParameters parameters{.end = 0.05, .step = 3e-5};
  TimeControl          whole(parameters), first(parameters), second(parameters);
  const auto           all = times(whole);
  for (unsigned int i = 0; i < 700; ++i)
    first.advance();
  second.restart_at(first.time(), first.step());
  EXPECT_EQ(second.time(), first.time());
  const auto rest = times(second);
  EXPECT_EQ(std::vector<double>(all.begin() + 700, all.end()), rest); // to the last bit
}

TEST(TimeControl, a_restarted_run_writes_at_the_same_steps)
{
  const TimeParameters parameters{.end = 0.05, .step = 3e-5};
  TimeControl          whole(parameters), second(parameters);
  const auto           all = due_steps(whole, 7e-4);
  second.restart_at(700 * 3e-5, 700);
  const auto rest = due_steps(second, 7e-4);
  ASSERT_GT(rest.size(), 10u);
  EXPECT_TRUE(std::equal(rest.rbegin(), rest.rend(), all.rbegin()));
  EXPECT_EQ(rest.size(),
            static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [](auto s) { return s > 700; })));
}

TEST(TimeControl, a_restart_may_change_the_step)
{
  TimeControl time({.end = 0.2, .step = 0.02});
  time.restart_at(0.1, 10); // ten steps of 0.01 before
  EXPECT_EQ(time.time(), 0.1);
  EXPECT_EQ(time.step(), 10u);
  const auto rest = times(time);
  ASSERT_EQ(rest.size(), 5u);
  EXPECT_NEAR(rest.front(), 0.12, 1e-15);
  EXPECT_NEAR(rest.back(), 0.2, 1e-15);
}

TEST(TimeControl, a_restart_may_extend_a_finished_run)
{
  TimeControl time({.end = 0.4, .step = 0.1});
  time.restart_at(0.3, 3);
  EXPECT_FALSE(time.finished());
  EXPECT_EQ(times(time).size(), 1u);
  TimeControl done({.end = 0.3, .step = 0.1});
  done.restart_at(0.3, 3);
  EXPECT_TRUE(done.finished());
}
