#include "solvers/core/command_line.h"

#include "tests/unit/core/scratch.h"

using namespace vht;
using namespace vht::testing;

namespace
{
  using Action = CommandLine::Action;

  const Tool tool = {"vht-test", "tests", [] { return std::unique_ptr<Application>(); }};

  CommandLine
  parse(const std::vector<std::string> &arguments)
  {
    return parse_command_line(arguments, tool);
  }

  std::string
  refused(const std::vector<std::string> &arguments)
  {
    return mistake([&] { parse(arguments); });
  }
} // namespace

TEST(CommandLineTest, EverythingAtOnce)
{
  const auto line = parse({"a/b.prm", "--set", "A/B=-1", "--output", "out", "--restart", "--set", "C=2", "--verbose",
                           "--", "-heart_ksp_type", "cg", "--help"});
  EXPECT_EQ(line.action, Action::run);
  EXPECT_EQ(line.case_file, "a/b.prm");
  EXPECT_EQ(line.assignments, (std::vector<std::string>{"A/B=-1", "C=2"}));
  EXPECT_EQ(line.output, "out");
  EXPECT_TRUE(line.restart);
  EXPECT_EQ(line.verbosity, Verbosity::verbose);
  EXPECT_EQ(line.petsc, (std::vector<std::string>{"-heart_ksp_type", "cg", "--help"}));
}

TEST(CommandLineTest, Actions)
{
  EXPECT_EQ(parse({"--help"}).action, Action::help);
  EXPECT_EQ(parse({"-h"}).action, Action::help);
  EXPECT_EQ(parse({"--version"}).action, Action::version);
  EXPECT_EQ(parse({"--check", "a.prm"}).action, Action::check);
  EXPECT_EQ(parse({"--print-parameters", "prm"}).action, Action::print_prm);
  EXPECT_EQ(parse({"--print-parameters=json", "a.prm"}).action, Action::print_json);
  EXPECT_EQ(parse({"a.prm", "--quiet"}).verbosity, Verbosity::quiet);
}

TEST(CommandLineTest, DefaultOutputIsNamedAfterTheCase)
{
  EXPECT_EQ(parse({"cases/heart/slab.prm"}).output, "results/slab");
  EXPECT_EQ(parse({"cases/heart/biventricle/case.prm"}).output, "results/biventricle");
  EXPECT_EQ(parse({"case.json"}).output, std::filesystem::path("results") / std::filesystem::current_path().filename());
}

TEST(CommandLineTest, MistakesHaveAHint)
{
  const std::string unknown = refused({"a.prm", "--ouput", "x"});
  expect_in("unknown option \"--ouput\"", unknown);
  expect_in("Did you mean \"--output\"?", unknown);
  expect_in("vht-test --help", unknown);
  expect_in("unknown option", refused({"a.prm", "--out", "x"})); // no abbreviations: they change with new options
  expect_in("no case file", refused({}));
  expect_in("no case file", refused({"--check"}));
  expect_in("found \"a.prm\" and \"b.prm\"", refused({"a.prm", "b.prm"}));
  expect_in("exclude each other", refused({"a.prm", "--quiet", "--verbose"}));
  expect_in("Allowed: prm, json", refused({"--print-parameters", "xml"}));
  expect_in("--set", refused({"a.prm", "--set"}));
  expect_in("begin with \"-\"", refused({"a.prm", "--", "ksp_type", "cg"}));
}

TEST(CommandLineTest, HelpNamesEveryOption)
{
  const std::string help = help_text(tool);
  for (const char *option : {"--set", "--output", "--restart", "--check", "--print-parameters", "--quiet", "--verbose",
                             "--help", "--version", "PETSc options", "Exit codes"})
    expect_in(option, help);
}
