#include "solvers/core/case_file.h"

#include "tests/unit/core/scratch.h"

using namespace vht;
using namespace vht::testing;

namespace
{
  std::string
  value(const CaseFile &file, const std::string &path)
  {
    const auto *entry = file.find(path);
    return entry == nullptr ? "(not there)" : entry->value;
  }

  std::string
  where(const CaseFile &file, const std::string &path)
  {
    const auto *entry = file.find(path);
    return entry == nullptr ? "(not there)"
                            : entry->origin.file.filename().string() + ":" + std::to_string(entry->origin.line);
  }
} // namespace

TEST(PrmFile, SectionsKeysCommentsAndContinuedLines)
{
  const Scratch  scratch;
  const CaseFile file(scratch.write("a.prm", "# a comment\n"
                                             "set Title = two words  # behind\n"
                                             "subsection  Outer   one\r\n"
                                             "  set Key   with  blanks=1e-3 m\n"
                                             "  subsection Inner\n"
                                             "    set List = 1, \\\n"
                                             "               2, 3\n"
                                             "    set Equation = a = b\n"
                                             "    set Colour = \\#ff0000\n"
                                             "    set Empty =\n"
                                             "  end\n"
                                             "end\n"
                                             "set Last = 3"));
  EXPECT_EQ(value(file, "Title"), "two words");
  EXPECT_EQ(value(file, "Outer one/Key with blanks"), "1e-3 m");
  EXPECT_EQ(value(file, "Outer one/Inner/List"), "1, 2, 3");
  EXPECT_EQ(value(file, "Outer one/Inner/Equation"), "a = b");
  EXPECT_EQ(value(file, "Outer one/Inner/Colour"), "#ff0000");
  EXPECT_EQ(value(file, "Outer one/Inner/Empty"), "");
  EXPECT_EQ(value(file, "Last"), "3");

  EXPECT_EQ(where(file, "Outer one/Inner/List"), "a.prm:6");
  EXPECT_EQ(where(file, "Outer one/Inner/Equation"), "a.prm:8"); // counted on behind the continued line
  EXPECT_EQ(where(file, "Last"), "a.prm:13");

  ASSERT_EQ(file.sections().size(), 2u);
  EXPECT_EQ(file.sections()[1].path, "Outer one/Inner");
  EXPECT_EQ(file.sections()[1].origin.line, 5u);
  ASSERT_EQ(file.entries().size(), 7u);
  EXPECT_EQ(file.entries().front().path, "Title");
}

TEST(PrmFile, MistakesOfFormAreAllReportedWithTheirLines)
{
  const Scratch     scratch;
  const auto        file = scratch.write("bad.prm", "subsection A\n"
                                                           "  set Key\n"
                                                           "  sett Key = 1\n"
                                                           "end\n"
                                                           "end\n"
                                                           "subsection\n"
                                                           "end\n"
                                                           "subsection Open\n");
  const std::string text = mistake([&] { CaseFile{file}; });
  expect_in("5 mistakes", text);
  expect_in("bad.prm:2: \"set\" needs \"KEY = VALUE\", found \"Key\"", text);
  expect_in("bad.prm:3: found \"sett Key = 1\"", text);
  expect_in("Did you mean \"set\"?", text);
  expect_in("bad.prm:5: \"end\" without a section", text);
  expect_in("bad.prm:6: \"subsection\" needs a name", text);
  expect_in("bad.prm:8: section \"Open\" has no \"end\"", text);
}

TEST(PrmFile, AtMostTenMistakesAreShown)
{
  const Scratch scratch;
  std::string   lines;
  for (int i = 0; i < 25; ++i)
    lines += "nonsense\n";
  const std::string text = mistake([&] { CaseFile{scratch.write("bad.prm", lines)}; });
  expect_in("25 mistakes", text);
  expect_in("bad.prm:10:", text);
  expect_not_in("bad.prm:11:", text);
  expect_in("and 15 more", text);
}

TEST(PrmFile, TheSameKeyTwiceNamesBothLines)
{
  const Scratch     scratch;
  const std::string text = mistake(
    [&] { CaseFile{scratch.write("twice.prm", "subsection A\nset Key = 1\nend\nsubsection A\nset Key = 2\nend\n")}; });
  expect_in("A/Key is set twice", text);
  expect_in("twice.prm:2 to \"1\"", text);
  expect_in("twice.prm:5 to \"2\"", text);
}

TEST(PrmFile, IncludeIsRelativeToTheIncludingFileAndMayBeOverridden)
{
  const Scratch scratch;
  scratch.write("common/tissue.prm", "include deeper/cells.prm\nset Conductivity = 1\nset Steps = 5\n");
  scratch.write("common/deeper/cells.prm", "set Model = TT\n");
  const CaseFile file(
    scratch.write("heart/case.prm",
                  "subsection Tissue\n  include ../common/tissue.prm\n  set Conductivity = 2\nend\n"));
  EXPECT_EQ(value(file, "Tissue/Model"), "TT");
  EXPECT_EQ(where(file, "Tissue/Model"), "cells.prm:1");
  EXPECT_EQ(value(file, "Tissue/Steps"), "5");
  EXPECT_EQ(value(file, "Tissue/Conductivity"), "2");
  EXPECT_EQ(where(file, "Tissue/Conductivity"), "case.prm:3");
}

TEST(PrmFile, AnIncludeMayNotOverrideTheIncludingFile)
{
  const Scratch scratch;
  scratch.write("common.prm", "set Key = 1\n");
  const std::string text = mistake([&] { CaseFile{scratch.write("case.prm", "set Key = 2\ninclude common.prm\n")}; });
  expect_in("Key is set twice", text);
  expect_in("case.prm:1", text);
  expect_in("common.prm:1", text);
  expect_in("Put the include first", text);
}

TEST(PrmFile, ALaterIncludeOverridesAnEarlierOne)
{
  const Scratch scratch;
  scratch.write("one.prm", "set Key = 1\n");
  scratch.write("two.prm", "set Key = 2\n");
  EXPECT_EQ(value(CaseFile(scratch.write("case.prm", "include one.prm\ninclude two.prm\n")), "Key"), "2");
}

TEST(PrmFile, ACycleOfIncludesEnds)
{
  const Scratch scratch;
  scratch.write("b.prm", "\ninclude a.prm\n");
  const std::string text = mistake([&] { CaseFile{scratch.write("a.prm", "include b.prm\n")}; });
  expect_in("b.prm:2: include", text);
  expect_in("includes itself", text);
}

TEST(PrmFile, AMissingIncludeNamesTheLineAndTheNearestFile)
{
  const Scratch scratch;
  scratch.write("common.prm", "");
  const std::string text = mistake([&] { CaseFile{scratch.write("case.prm", "\ninclude comon.prm\n")}; });
  expect_in("case.prm:2: include: there is no readable file", text);
  expect_in("Did you mean \"common.prm\"?", text);
}

TEST(CaseFile, MissingFileFolderAndUnknownEnding)
{
  const Scratch scratch;
  scratch.write("case.prm", "");
  expect_in("Did you mean \"case.prm\"?", mistake([&] { CaseFile{scratch.folder() / "csae.prm"}; }));
  expect_in("is a folder", mistake([&] { CaseFile{scratch.folder()}; }));
  expect_in("case.prm\"", mistake([&] { CaseFile{scratch.folder()}; }));
  expect_in("must end in .prm or .json", mistake([&] { CaseFile{scratch.write("case.txt", "")}; }));
}

TEST(CaseFile, CommandLineOverridesAndAdds)
{
  const Scratch scratch;
  CaseFile      file(scratch.write("case.prm", "subsection A\nset Key = 1\nend\n"));
  file.set("A/Key=2");
  file.set("A/Sub section/Other = 3 mm");
  file.set("A/Key=x=y");
  EXPECT_EQ(value(file, "A/Key"), "x=y");
  EXPECT_EQ(file.find("A/Key")->origin.text(), "command line");
  EXPECT_EQ(value(file, "A/Sub section/Other"), "3 mm");
  EXPECT_EQ(file.sections().size(), 2u);
  expect_in("Section/Key=value", mistake([&] { file.set("A/Key"); }));
  expect_in("Section/Key=value", mistake([&] { file.set("=3"); }));
}

TEST(JsonFile, SectionsValuesCommentsAndLines)
{
  const Scratch  scratch;
  const CaseFile file(scratch.write("a.json", "{\n"
                                              "  \"_comment\": {\"anything\": [1, {\"a\": null}]},\n"
                                              "  \"Title\": \"two words\",\n"
                                              "  \"Outer one\": {\n"
                                              "    \"Number\": 0.1,\n"
                                              "    \"Tiny\": 1e-3, \"Negative\": -4,\n"
                                              "    \"_note\": \"ignored\",\n"
                                              "    \"Inner\": {\n"
                                              "      \"List\": [1, 2.50, 3],\n"
                                              "      \"Names\": [\"a\", \"b c\"],\n"
                                              "      \"Flag\": true\n"
                                              "    },\n"
                                              "    \"After\": 7\n"
                                              "  }\n"
                                              "}\n"));
  EXPECT_EQ(value(file, "Title"), "two words");
  EXPECT_EQ(value(file, "Outer one/Number"), "0.1"); // as written, not as a binary number
  EXPECT_EQ(value(file, "Outer one/Tiny"), "1e-3");
  EXPECT_EQ(value(file, "Outer one/Negative"), "-4");
  EXPECT_EQ(value(file, "Outer one/Inner/List"), "1, 2.50, 3");
  EXPECT_EQ(value(file, "Outer one/Inner/Names"), "a, b c");
  EXPECT_EQ(value(file, "Outer one/Inner/Flag"), "true");
  EXPECT_EQ(value(file, "Outer one/After"), "7");
  EXPECT_EQ(file.entries().size(), 8u);

  EXPECT_EQ(where(file, "Title"), "a.json:3");
  EXPECT_EQ(where(file, "Outer one/Negative"), "a.json:6");
  EXPECT_EQ(where(file, "Outer one/Inner/Flag"), "a.json:11");
  EXPECT_EQ(where(file, "Outer one/After"), "a.json:13");
  ASSERT_EQ(file.sections().size(), 2u);
  EXPECT_EQ(file.sections()[1].origin.line, 8u);
}

TEST(JsonFile, SyntaxErrorsHaveLineAndColumn)
{
  const Scratch scratch;
  const auto    said = [&](const std::string &text) {
    return mistake([&] { CaseFile{scratch.write("bad.json", text)}; });
  };

  const std::string comma = said("{\n  \"A\": 1,\n}\n");
  expect_in("bad.json:3:1: not valid JSON", comma);
  expect_in("expected string literal", comma);
  expect_in("no comma before a closing bracket", comma);

  expect_in("bad.json:2:9:", said("{ \"A\": 1,\n  \"B\": 2; }"));
  expect_in("bad.json:1:8:", said("{ \"A\": x }"));
  expect_in("has no comments", said("{\n  // comment\n  \"A\": 1 }"));
  expect_in("end of input", said("{ \"A\": 1"));
  expect_in("end of input", said(""));
}

TEST(JsonFile, ValuesThatACaseCannotHold)
{
  const Scratch scratch;
  const auto    said = [&](const std::string &text) {
    return mistake([&] { CaseFile{scratch.write("bad.json", text)}; });
  };
  expect_in("bad.json:2: A/B is null", said("{\"A\": {\n\"B\": null}}"));
  expect_in("an object inside an array", said("{\"A\": [1, {\"B\": 2}]}"));
  expect_in("an array inside an array", said("{\"A\": [[1, 2], 3]}"));
  expect_in("an array instead of an object", said("[1, 2]"));
  expect_in("a single value", said("3"));
  expect_in("without a slash", said("{\"A/B\": 3}"));
}

TEST(JsonFile, TheSameKeyTwiceNamesBothLines)
{
  const Scratch     scratch;
  const std::string text = mistake([&] { CaseFile{scratch.write("twice.json", "{\"A\": {\n\"K\": 1,\n\"K\": 2}}")}; });
  expect_in("A/K is set twice", text);
  expect_in("twice.json:2 to \"1\"", text);
  expect_in("twice.json:3 to \"2\"", text);
}

TEST(JsonFile, IncludesEitherFormatAndOverridesIt)
{
  const Scratch scratch;
  scratch.write("common.prm", "subsection A\nset K = 1\nset L = 5\nend\n");
  const CaseFile file(scratch.write("case.json", "{\"A\": {\"K\": 2}, \"include\": \"common.prm\"}"));
  EXPECT_EQ(value(file, "A/K"), "2");
  EXPECT_EQ(value(file, "A/L"), "5");

  const CaseFile inverse(scratch.write("case.prm", "subsection Outer\ninclude case.json\nset M = 3\nend\n"));
  EXPECT_EQ(value(inverse, "Outer/A/K"), "2");
  EXPECT_EQ(value(inverse, "Outer/A/L"), "5");
}
