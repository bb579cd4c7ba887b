#include "folder.h"

#include <nlohmann/json.hpp>

#include <regex>

namespace
{
  /** A benchmark whose solver is a shell script that writes value = h^2 + offset into its summary. */
  struct Suite
  {
    Folder                   folder;
    std::vector<std::string> common;

    Suite()
    {
      folder.write("validation/square/criteria.json", R"({
        "title": "A <square> & more", "source": "doi:10.1/2",
        "runs": {"square": {"name": "h{h}", "steps": [{"tool": "vht-square", "case": "case.prm", "set": {"Size": "{h}"}}]}},
        "levels": {"quick": {"runs": [{"run": "square", "over": {"h": [2, 1]}}]},
                   "full":  {"runs": [{"run": "square", "over": {"h": [4, 2, 1]}}]}},
        "checks": [{"title": "value at {h}", "quantity": {"summary": "value"}, "unit": "m", "runs": {"h": [1]},
                    "reference": {"file": "reference/values.csv", "where": {"h": "{h}"}, "column": "value"},
                    "tolerance": {"relative": 0.01}},
                   {"title": "order", "levels": ["full"], "quantity": {"summary": "value"},
                    "derive": {"kind": "order", "over": "h", "method": "slope"}, "tolerance": {"minimum": 1.9}}],
        "tables": [{"title": "Values", "column": "{what}", "over": {"what": ["value"]}, "quantity": {"summary": "{what}"}, "unit": "mm", "decimals": 0}],
        "charts": [{"title": "Convergence", "over": "h", "quantity": {"summary": "value"}, "unit": "mm", "log x": true, "references": [{"value": 1000, "label": "paper"}]}]
      })");
      folder.write("validation/square/case.prm", "include common.prm\n");
      folder.write("validation/square/common.prm", "set Offset = 0\n");
      folder.write("validation/square/reference/values.csv", "# a paper\nh,value [cm]\n1,100\n2,400\n");
      solver(0.);
      common = {"--benchmarks",    (folder.path / "validation").string(), "--tools", folder.path.string(), "--output",
                results().string()};
    }

    void
    solver(const double offset)
    {
      folder.tool("vht-square", R"(echo "arguments: $*"; echo ran >> )" + (folder.path / "count").string() + R"(
for a in "$@"; do case "$a" in Size=*) h="${a#Size=}";; esac; last="$a"; done
[ "$h" = 3 ] && { echo "it diverged"; exit 2; }
mkdir -p "$last"; v=$(echo "$h $h )" +
                                  std::to_string(offset) + R"(" | awk '{print $1*$2+$3}')
echo "{\"value\": {\"value\": $v, \"unit\": \"m\"}}" > "$last/summary.json"
)");
    }

    std::filesystem::path
    results() const
    {
      return folder.path / "results";
    }

    std::size_t
    executions() const
    {
      const std::string text = contents(folder.path / "count");
      return std::size_t(std::count(text.begin(), text.end(), '\n'));
    }

    ProgramAnswer
    operator()(std::vector<std::string> arguments) const
    {
      arguments.insert(arguments.end(), common.begin(), common.end());
      return program(arguments);
    }

    void
    replace(const std::string &piece, const std::string &by) const
    {
      std::string text = contents(folder.path / "validation/square/criteria.json");
      ASSERT_NE(text.find(piece), std::string::npos);
      text.replace(text.find(piece), piece.size(), by);
      folder.write("validation/square/criteria.json", text);
    }
  };

  /** Every opened element is closed in the right order; attributes quoted, no bare < or &. */
  ::testing::AssertionResult
  well_formed(std::string xml)
  {
    xml.erase(0, xml.find("?>") + 2);
    std::vector<std::string> open;
    const std::regex         tag("<(/?)([a-z-]+)((?:\\s+[a-z]+=\"[^\"<]*\")*)\\s*(/?)>"),
      text("(?:[^<>&]|&(?:amp|lt|gt|quot);)*");
    auto rest = xml.cbegin();
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
    return open.empty() && std::regex_match(rest, xml.cend(), text) ? ::testing::AssertionSuccess()
                                                                    : ::testing::AssertionFailure() << "left open";
  }
} // namespace

TEST(Program, RunsJudgesAndWritesReports)
{
  const Suite suite;
  const auto  answer = suite({"run", "square", "--level", "full", "--report"});
  EXPECT_EQ(answer.code, 0) << answer.out << answer.errors;
  EXPECT_TRUE(says(answer.out, "2 passed, 0 missed"));

  const auto report = nlohmann::json::parse(contents(suite.results() / "report.json"));
  EXPECT_TRUE(report["passed"].get<bool>());
  ASSERT_EQ(report["verdicts"].size(), 2u);
  EXPECT_NEAR(report["verdicts"][0]["reference"].get<double>(), 1., 1e-12); // 100 cm
  EXPECT_NEAR(report["verdicts"][1]["ours"].get<double>(), 2., 1e-12);
  ASSERT_EQ(report["runs"].size(), 3u);

  const std::string junit = contents(suite.results() / "junit.xml");
  EXPECT_TRUE(well_formed(junit));
  EXPECT_TRUE(says(junit, "tests=\"2\" failures=\"0\" errors=\"0\""));
  const std::string html = contents(suite.results() / "report.html");
  EXPECT_TRUE(says(html, "A &lt;square&gt; &amp; more"));
  EXPECT_TRUE(says(html, "<svg "));
  EXPECT_TRUE(says(contents(suite.results() / "report.md"), "| h4 | 16000 |"));
}

TEST(Program, AMissedGateIsExitCode4)
{
  Suite suite;
  suite.solver(0.05);
  const auto answer = suite({"run", "square"});
  EXPECT_EQ(answer.code, 4);
  EXPECT_TRUE(says(answer.out, "MISSED"));
  EXPECT_TRUE(says(answer.out, "+5.00 %"));
  const std::string junit = contents(suite.results() / "junit.xml");
  EXPECT_TRUE(well_formed(junit));
  EXPECT_TRUE(says(junit, "failures=\"1\""));
  EXPECT_FALSE(nlohmann::json::parse(contents(suite.results() / "report.json"))["passed"].get<bool>());
}

TEST(Program, KeepsWhatIsUnchangedAndRunsWhatIsNot)
{
  Suite suite;
  suite({"run", "square"});
  EXPECT_EQ(suite.executions(), 2u);
  EXPECT_TRUE(says(suite({"run", "square"}).out, "unchanged"));
  EXPECT_EQ(suite.executions(), 2u);
  suite({"run", "square", "--level", "full"}); // only h = 4 is new
  EXPECT_EQ(suite.executions(), 3u);
  suite.folder.write("validation/square/common.prm", "set Offset = 1\n"); // included by the case
  suite({"run", "square"});
  EXPECT_EQ(suite.executions(), 5u);
  suite.solver(0.001); // another executable
  suite({"run", "square"});
  EXPECT_EQ(suite.executions(), 7u);
  suite({"run", "square", "--force"});
  EXPECT_EQ(suite.executions(), 9u);
  EXPECT_EQ(suite({"report", "square"}).code, 0);
  EXPECT_EQ(suite.executions(), 9u);
}

TEST(Program, AFailedRunShowsItsLogAndOthersGoOn)
{
  const Suite suite;
  suite.replace("\"h\": [2, 1]", "\"h\": [3, 1]");
  const auto answer = suite({"run", "square"});
  EXPECT_EQ(answer.code, 2);
  EXPECT_TRUE(says(answer.out, "vht-square ended with exit code 2"));
  EXPECT_TRUE(says(answer.out, "| it diverged"));
  EXPECT_TRUE(says(answer.out, "1 passed"));
}

TEST(Program, AMissingRunIsNotAPass)
{
  const Suite suite;
  const auto  answer = suite({"report", "square"});
  EXPECT_EQ(answer.code, 4);
  EXPECT_TRUE(says(answer.out, "the run is not there"));
}

TEST(Program, ReportDoesNotJudgeRunsOfOtherSettings)
{
  const Suite suite;
  EXPECT_EQ(suite({"run", "square"}).code, 0);
  EXPECT_EQ(suite({"report", "square"}).code, 0);
  suite.replace("\"Size\": \"{h}\"", "\"Size\": \"{h}.0\"");
  EXPECT_EQ(suite({"report", "square"}).code, 4);
}

TEST(Program, BadCriteriaAreExitCode1)
{
  const Suite suite;
  suite.replace("\"relative\"", "\"relatif\"");
  auto answer = suite({"run", "square"});
  EXPECT_EQ(answer.code, 1);
  EXPECT_TRUE(says(answer.errors, "checks[0]/tolerance: unknown key \"relatif\". Did you mean \"relative\"?"));
  EXPECT_EQ(suite.executions(), 0u);

  suite.replace("\"relatif\"", "\"relative\"");
  suite.folder.write("validation/square/reference/values.csv", "h,value\n2,400\n");
  answer = suite({"run", "square"});
  EXPECT_EQ(answer.code, 1);
  EXPECT_TRUE(says(answer.errors, "no row has h = 1")); // before anything was executed
  EXPECT_EQ(suite.executions(), 0u);
}

TEST(Program, BadCommandLinesAreExitCode1)
{
  const Suite suite;
  for (const auto &[arguments, text] : std::vector<std::pair<std::vector<std::string>, std::string>>{
         {{"run", "squar"}, "Did you mean \"square\"?"},
         {{"rum", "square"}, "Did you mean \"run\"?"},
         {{"run", "square", "--level", "ful"}, "Did you mean \"full\"?"},
         {{"run", "square", "--leve", "full", "--nothing"}, "--nothing"},
         {{"run"}, "Name a benchmark"},
         {{"run", "square", "-n", "0"}, "one rank"},
         {{"compare", "/does/not/exist", "--benchmark", "square"}, "no run folder"},
         {{"compare", suite.folder.path.string()}, "--benchmark NAME"}})
    {
      const auto answer = suite(arguments);
      EXPECT_EQ(answer.code, 1) << text;
      EXPECT_TRUE(says(answer.errors, text));
    }
  EXPECT_EQ(program({}).code, 1);
  EXPECT_EQ(program({"--help"}).code, 0);
  EXPECT_TRUE(says(program({"--version"}).out, "vht-validate "));
  EXPECT_EQ(program({"list", "--benchmarks", "/does/not/exist"}).code, 1);
}

TEST(Program, AMissingToolIsToldByName)
{
  const Suite suite;
  std::filesystem::remove(suite.folder.path / "vht-square");
  const auto answer = suite({"run", "square"});
  EXPECT_EQ(answer.code, 1);
  EXPECT_TRUE(says(answer.errors, "The tool vht-square is not in"));
}

TEST(Program, ListsLevelsWithTheirRuns)
{
  const Suite suite;
  const auto  answer = suite({"list"});
  EXPECT_EQ(answer.code, 0);
  EXPECT_TRUE(std::regex_search(answer.out, std::regex("square +quick +2 ")));
  EXPECT_TRUE(std::regex_search(answer.out, std::regex("full +3")));
}

TEST(Program, ComparesARunMadeElsewhere)
{
  const Suite suite;
  suite.folder.write("mine/summary.json", R"({"value": {"value": 1.05, "unit": "m"}})");
  const std::string mine   = (suite.folder.path / "mine").string();
  auto              answer = suite({"compare", mine, "--benchmark", "square", "--set", "h=1"});
  EXPECT_EQ(answer.code, 4) << answer.out << answer.errors;
  EXPECT_TRUE(says(answer.out, "+5.00 %"));
  answer = suite({"compare", mine, "--benchmark", "square", "--set", "h=7"});
  EXPECT_EQ(answer.code, 1);
  EXPECT_TRUE(says(answer.errors, "checks no run with h = 7"));

  suite({"run", "square"}); // a run of ours knows its parameters
  EXPECT_EQ(suite({"compare", (suite.results() / "runs/h1").string(), "--benchmark", "square"}).code, 0);
}
