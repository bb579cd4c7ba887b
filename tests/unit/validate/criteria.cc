#include "folder.h"
#include "physics/error.h"
#include "solvers/core/csv_file.h"
#include "solvers/validate/plan.h"

using namespace vht;

namespace
{
  const std::string good = R"({
  "title": "A benchmark",
  "runs": {"slab": {"name": "h{h}-dt{dt}", "defaults": {"degree": 1},
                    "steps": [{"tool": "vht-mesh", "arguments": ["run"], "case": "mesh.prm", "set": {"Mesh/Size": "{h} mm"},
                               "output": "{results}/meshes/h{h}", "ranks": 1},
                              {"tool": "vht-heart", "case": "case.prm",
                               "set": {"Mesh/File": "{results}/meshes/h{h}/slab.msh", "Space/Degree": "{degree}"}}]}},
  "levels": {"quick": {"runs": [{"run": "slab", "over": {"h": [0.5, 0.2], "dt": 0.05}},
                                {"run": "slab", "over": {"h": 0.2, "dt": [0.05, 0.01]}}]}},
  "checks": [{"quantity": {"summary": "P1"}, "tolerance": {"band": [1, 2]}}]
})";

  /** The good criteria with one piece of text replaced. */
  std::string
  message_with(const std::string &piece, const std::string &by)
  {
    const Folder folder;
    std::string  text = good;
    EXPECT_NE(text.find(piece), std::string::npos) << piece;
    text.replace(text.find(piece), piece.size(), by);
    folder.write("criteria.json", text);
    folder.write("case.prm", "");
    folder.write("mesh.prm", "");
    return message_of([&] {
      const Criteria criteria = read_criteria(folder.path);
      plan_runs(criteria, criteria.level("quick"), folder.path / "results", 4);
    });
  }
} // namespace

TEST(Criteria, PlanEveryCombinationOnce)
{
  const Folder folder;
  folder.write("criteria.json", good);
  folder.write("case.prm", "");
  folder.write("mesh.prm", "");
  const Criteria criteria = read_criteria(folder.path);
  const auto     runs     = plan_runs(criteria, criteria.level("quick"), folder.path / "results", 4);
  ASSERT_EQ(runs.size(), 3u);
  EXPECT_EQ(runs[0].name, "h0.5-dt0.05");
  EXPECT_EQ(runs[1].name, "h0.2-dt0.05");
  EXPECT_EQ(runs[2].name, "h0.2-dt0.01");
  EXPECT_EQ(runs[2].parameters, (Values{{"degree", "1"}, {"dt", "0.01"}, {"h", "0.2"}}));

  const std::string results = (folder.path / "results").string();
  const auto       &mesh = runs[2].steps[0], &heart = runs[2].steps[1];
  EXPECT_EQ(mesh.arguments, (std::vector<std::string>{"run", (folder.path / "mesh.prm").string(), "--set",
                                                      "Mesh/Size=0.2 mm", "--output", results + "/meshes/h0.2"}));
  EXPECT_EQ(mesh.ranks, 1u);
  EXPECT_EQ(heart.ranks, 4u);
  EXPECT_EQ(heart.output, results + "/runs/h0.2-dt0.01");
  EXPECT_EQ(heart.arguments[2], "Mesh/File=" + results + "/meshes/h0.2/slab.msh");
  EXPECT_EQ(heart.arguments[4], "Space/Degree=1");

  EXPECT_TRUE(selected(runs[0], {{"h", {"0.50", "1"}}}, {}, ""));
  EXPECT_FALSE(selected(runs[0], {{"h", {"0.2"}}}, {}, ""));
  EXPECT_TRUE(selected(runs[0], {{"h", {"{size}"}}, {"run", {"slab"}}}, {{"size", "0.5"}}, ""));
}

TEST(Criteria, MistakesAreToldWithTheirPlace)
{
  EXPECT_TRUE(says(message_with("\"tolerance\"", "\"tolerence\""),
                   "checks[0]: unknown key \"tolerence\". Did you mean \"tolerance\"?"));
  EXPECT_TRUE(says(message_with("\"band\": [1, 2]", "\"band\": [1]"), "checks[0]/tolerance/band: two numbers"));
  EXPECT_TRUE(says(message_with("\"band\": [1, 2]", "\"relative\": 0.1"), "needs a \"reference\""));
  EXPECT_TRUE(says(message_with(", \"tolerance\": {\"band\": [1, 2]}", ""), "a gate needs a \"tolerance\""));
  EXPECT_TRUE(says(message_with("\"summary\": \"P1\"", "\"sum\": \"P1\""), "checks[0]/quantity: unknown key \"sum\""));
  EXPECT_TRUE(
    says(message_with("\"summary\": \"P1\"", "\"csv\": \"t.csv\", \"x\": \"t\", \"y\": \"z\", \"offset\": \"1 mm\""),
         "checks[0]/quantity/offset: a curve has no offset"));
  EXPECT_TRUE(
    says(message_with("[{\"quantity\"",
                      "[{\"reference\": {\"file\": \"reference/none.csv\", \"column\": \"P1\"}, \"quantity\""),
         "there is no reference table"));
  EXPECT_TRUE(
    says(message_with("{\"run\": \"slab\", \"over\": {\"h\": [0.5", "{\"run\": \"slap\", \"over\": {\"h\": [0.5"),
         "levels/quick/runs[0]: there is no run \"slap\". Did you mean \"slab\"?"));
  EXPECT_TRUE(says(message_with("h{h}-dt{dt}", "h{h}"), "two different runs are called \"h0.2\""));
  EXPECT_TRUE(says(message_with("{degree}", "{degre}"), "{degre}, which has no value here. Did you mean \"degree\"?"));
  EXPECT_TRUE(says(message_with("\"case.prm\"", "\"cases.prm\""), "there is no file"));
  EXPECT_TRUE(says(message_with("{results}/meshes/h{h}\"", "/etc/{h}\""), "is outside of the results"));
  EXPECT_TRUE(says(message_with("{results}/meshes/h{h}\"", "{output}/mesh\""), "lies in that of another"));
  EXPECT_TRUE(says(message_with("\"ranks\": 1", "\"ranks\": 1.5"), "a number of ranks is needed"));
  EXPECT_TRUE(says(message_with("\"ranks\": 1}", "\"ranks\": 1"), "line 6, column")); // where the missing brace shows
}

TEST(Criteria, UnknownLevelIsRefused)
{
  const Folder folder;
  folder.write("criteria.json", good);
  EXPECT_TRUE(
    says(message_of([&] { read_criteria(folder.path).level("quik"); }), "Did you mean \"quick\"? Levels: quick."));
}

TEST(TextTemplate, FillsAndCombines)
{
  EXPECT_EQ(filled("a{x}b{y}", {{"x", "1"}, {"y", "2"}}, ""), "a1b2");
  EXPECT_TRUE(says(message_of([] { filled("a{x", {{"x", "1"}}, "here"); }), "here: a \"{\" is not closed"));
  const auto all = combinations({{"x", {"1", "2"}}, {"y", {"a", "b", "c"}}});
  ASSERT_EQ(all.size(), 6u);
  EXPECT_EQ(all[4], (Values{{"x", "2"}, {"y", "b"}}));
  EXPECT_EQ(combinations({}).size(), 1u);
  EXPECT_TRUE(same_value("0.10", "1e-1"));
  EXPECT_FALSE(same_value("0.10", "0.1a"));
}
