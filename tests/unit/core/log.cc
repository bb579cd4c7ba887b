#include "solvers/core/log.h"

#include "tests/unit/core/scratch.h"

#include <nlohmann/json.hpp>
#include <pty.h>
#include <unistd.h>

using namespace vht;
using namespace vht::testing;

namespace
{
  /** What the action prints; the log in it must be made inside. */
  std::pair<std::string, std::string>
  printed(const std::function<void()> &action)
  {
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    action();
    std::string out = ::testing::internal::GetCapturedStdout();
    return {out, ::testing::internal::GetCapturedStderr()};
  }
} // namespace

TEST(LogTest, SpeaksByVerbosityAndWritesAllToTheFile)
{
  for (const auto verbosity : {Verbosity::quiet, Verbosity::normal, Verbosity::verbose})
    {
      const Scratch scratch;
      const auto [out, err] = printed([&] {
        Log log(true, verbosity);
        log.open(scratch.folder(), false);
        log.info("information");
        log.detail("detail");
        log.warning("careful");
        log.error("wrong");
        EXPECT_EQ(log.warnings(), std::vector<std::string>{"careful"});
      });
      EXPECT_EQ(out, verbosity == Verbosity::quiet    ? ""
                     : verbosity == Verbosity::normal ? "information\n"
                                                      : "information\ndetail\n");
      EXPECT_EQ(err, verbosity == Verbosity::quiet ? "wrong\n" : "Warning: careful\nwrong\n");
      EXPECT_EQ(read_text(scratch.folder() / "log.txt"), "information\ndetail\nWarning: careful\nwrong\n");
    }
}

TEST(LogTest, OtherRanksAreSilent)
{
  const Scratch scratch;
  const auto [out, err] = printed([&] {
    Log log(false, Verbosity::verbose);
    log.open(scratch.folder(), false);
    log.info("information");
    log.error("wrong");
    log.progress(0.5, "half");
  });
  EXPECT_EQ(out + err, "");
  EXPECT_TRUE(fs::is_empty(scratch.folder()));
}

TEST(LogTest, ARestartContinuesTheLog)
{
  const Scratch scratch;
  for (const bool append : {false, true})
    {
      Log log(true, Verbosity::quiet);
      log.open(scratch.folder(), append);
      log.info(append ? "second" : "first");
    }
  EXPECT_EQ(read_text(scratch.folder() / "log.txt"), "first\nsecond\n");
}

TEST(LogTest, OffATerminalProgressIsALineNowAndThen)
{
  const Scratch scratch;
  const auto    out = printed([&] {
                     Log log;
                     log.open(scratch.folder(), false);
                     for (int i = 0; i <= 1000; ++i)
                       log.progress(i / 1000., "step " + std::to_string(i));
                   }).first;
  EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 2) << out; // the first and the last
  expect_in("  0 %", out);
  expect_in("100 %  elapsed 0:00  left 0:00  step 1000", out);
  expect_not_in("\r", out);
  const auto json = nlohmann::json::parse(read_text(scratch.folder() / "progress.json"));
  EXPECT_EQ(json["fraction"], 1.);
  EXPECT_EQ(json["status"], "step 1000");
  EXPECT_EQ(json["remaining [s]"], 0.);
}

TEST(LogTest, OnATerminalProgressIsABarInPlace)
{
  int     master = -1, slave = -1;
  winsize size{};
  size.ws_col = 60;
  if (openpty(&master, &slave, nullptr, nullptr, &size) != 0)
    GTEST_SKIP() << "there are no pseudo-terminals here (/dev/pts is not mounted)";
  std::fflush(stdout);
  const int stdout_before = dup(1);
  dup2(slave, 1);
  {
    Log log;
    log.progress(0.5, "half of the way, in words that are too many for a line of this width");
    log.info("a line between");
    log.progress(1., "all");
    log.progress(1., "all");
  }
  std::fflush(stdout);
  dup2(stdout_before, 1);
  close(stdout_before);
  close(slave);

  std::string shown;
  char        piece[4096];
  for (ssize_t n = read(master, piece, sizeof piece); n > 0; n = read(master, piece, sizeof piece))
    shown.append(piece, static_cast<std::size_t>(n));
  close(master);
  expect_in("\r\033[K[############............]  50 %  0:00", shown);
  expect_not_in("of this width", shown);
  expect_in("\r\033[Ka line between\r\n", shown); // the bar makes way
  expect_in("[########################] 100 %  0:00  left 0:00  all\r\n", shown);
  EXPECT_EQ(shown.find("100 %"), shown.rfind("100 %"));
}

TEST(LogTest, AnUnwritableFolderIsTheUsersMistake)
{
  Log log(true, Verbosity::quiet);
  expect_in("cannot be written", mistake([&] { log.open("/proc/nowhere", false); }));
}

TEST(RemainingTimeTest, FollowsThePaceOfTheLastMinutes)
{
  RemainingTime steady;
  EXPECT_FALSE(steady.update(0., 0.).has_value());
  EXPECT_NEAR(steady.update(10., 0.1).value(), 90., 1e-9);
  EXPECT_NEAR(steady.update(50., 0.5).value(), 50., 1e-9);
  EXPECT_EQ(steady.update(100., 1.).value(), 0.);

  // Half in 1000 s, then ten times faster: after three minutes the old pace is forgotten.
  RemainingTime quicker;
  for (double time = 0; time <= 1000.; time += 10.)
    quicker.update(time, 0.5 * time / 1000.);
  double rest = 0.;
  for (double time = 1010.; time <= 1150.; time += 10.)
    rest = quicker.update(time, 0.5 + 0.5 * (time - 1000.) / 200.).value_or(-1.);
  EXPECT_NEAR(rest, 50., 5.);
}

TEST(RemainingTimeTest, ARestartDoesNotCountWhatWasDoneBefore)
{
  RemainingTime restarted;
  restarted.update(0., 0.8);
  EXPECT_NEAR(restarted.update(10., 0.9).value(), 10., 1e-9);
}

TEST(DurationText, IsReadable)
{
  EXPECT_EQ(duration_text(0.4), "0:00");
  EXPECT_EQ(duration_text(65.), "1:05");
  EXPECT_EQ(duration_text(7390.), "2:03:10");
  EXPECT_EQ(duration_text(4 * 86400. + 2 * 3600.), "4 d 2 h");
}
