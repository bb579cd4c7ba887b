#include "solvers/core/parameters.h"

#include "solvers/core/case_file.h"
#include "tests/unit/core/scratch.h"

#include <nlohmann/json.hpp>

#include <cmath>

using namespace vht;
using namespace vht::testing;

namespace
{
  struct Stimulus
  {
    std::string           name;
    double                start  = 0.;
    std::array<double, 3> centre = {0., 0., 0.};
  };

  /** A case of every kind of entry. */
  struct Example
  {
    double                   time_step = 5e-5;
    double                   optional  = NAN;
    unsigned                 degree    = 1;
    bool                     lumped    = true;
    std::string              title     = "no title";
    std::string              model     = "Bueno-Orovio";
    std::vector<double>      sizes     = {1e-3};
    std::vector<std::string> surfaces;
    std::filesystem::path    mesh;
    double                   conductivity = 0.12;
    std::vector<Stimulus>    stimuli;
    std::string              place;

    void
    declare(ParameterSection &root)
    {
      root.add("Title", title, "What the run is about.");
      auto mesh_section = root.section("Mesh", "Where the organ is.");
      mesh_section.add_file("File", mesh, "Gmsh mesh");
      mesh_section.required();
      mesh_section.add("Sizes", sizes, "m", "sizes of the cells");
      mesh_section.add("Surfaces", surfaces, "what is fixed");

      auto &heart = root.section("Electrophysiology");
      heart.add("Time step", time_step, "s", {1e-8, 1e-3}, "step of the potential");
      heart.critical();
      heart.add("Delay", optional, "s", Bounds::at_least(0.), "optional");
      heart.add("Degree", degree, {1, 2}, "of the elements");
      heart.add("Lumped mass", lumped, "row sums");
      heart.add_choice("Model", model, {"Bueno-Orovio", "ten Tusscher-Panfilov 2006"}, "cells");
      auto &cells = heart.section("Cells");
      cells.add(Parameters{{"Conductivity", &conductivity, "S/m", 0., 10., "along the fibres"}});
      cells.critical();
      for (const auto &name : heart.repeated("Stimulus", "Where and when current is given."))
        {
          auto    &section = heart.section("Stimulus " + name);
          Stimulus stimulus{name};
          section.add("Start", stimulus.start, "s", Bounds::at_least(0.), "when it begins");
          section.add("Centre", stimulus.centre, "m", "of the sphere");
          stimuli.push_back(stimulus);
        }
      place = heart.where("Time step");
    }
  };

  /** Reads the text as a case; gives the mistakes. */
  class ParametersTest : public ::testing::Test
  {
  protected:
    void
    read(const std::string &name, const std::string &text, const std::vector<std::string> &set = {})
    {
      CaseFile file(scratch_.write(name, text));
      for (const auto &assignment : set)
        file.set(assignment);
      example_ = Example();
      store_   = std::make_unique<ParameterStore>(std::move(file));
      example_.declare(store_->root());
      store_->finish();
    }

    /** What is said about a .prm case whose mesh is given and whose other lines are these. */
    std::string
    said(const std::string &lines)
    {
      return mistake([&] { read("case.prm", "set Mesh file = x\n" + lines); });
    }

    std::string
    said_of_heart(const std::string &line)
    {
      return mistake([&] { read("case.prm", mesh_ + "subsection Electrophysiology\n  " + line + "\nend\n"); });
    }

    const std::string               mesh_ = "subsection Mesh\n  set File = a.msh\nend\n";
    Scratch                         scratch_;
    Example                         example_;
    std::unique_ptr<ParameterStore> store_;
  };
} // namespace

TEST_F(ParametersTest, ValuesAreReadInSiFromPrm)
{
  read("case.prm", "set Title = a heart\n"
                   "subsection Mesh\n"
                   "  set File = meshes/a.msh\n"
                   "  set Sizes = 0.5, 1 mm\n"
                   "  set Surfaces = endo_lv, epi\n"
                   "end\n"
                   "subsection Electrophysiology\n"
                   "  set Time step = 0.02 ms\n"
                   "  set Degree = 2\n"
                   "  set Lumped mass = no\n"
                   "  set Model = ten Tusscher-Panfilov 2006\n"
                   "  subsection Cells\n"
                   "    set Conductivity = 1.3 mS/cm\n"
                   "  end\n"
                   "  subsection Stimulus septum\n"
                   "    set Start = 3 ms\n"
                   "  end\n"
                   "  subsection Stimulus apex\n"
                   "    set Centre = 1, 2, 3 cm\n"
                   "  end\n"
                   "end\n");
  EXPECT_EQ(example_.title, "a heart");
  EXPECT_EQ(example_.mesh, scratch_.folder() / "meshes/a.msh");
  EXPECT_EQ(example_.sizes, (std::vector<double>{5e-4, 1e-3}));
  EXPECT_EQ(example_.surfaces, (std::vector<std::string>{"endo_lv", "epi"}));
  EXPECT_DOUBLE_EQ(example_.time_step, 2e-5);
  EXPECT_TRUE(std::isnan(example_.optional));
  EXPECT_EQ(example_.degree, 2u);
  EXPECT_FALSE(example_.lumped);
  EXPECT_EQ(example_.model, "ten Tusscher-Panfilov 2006");
  EXPECT_DOUBLE_EQ(example_.conductivity, 0.13);
  ASSERT_EQ(example_.stimuli.size(), 2u);
  EXPECT_EQ(example_.stimuli[0].name, "septum"); // in the order of the file
  EXPECT_DOUBLE_EQ(example_.stimuli[0].start, 3e-3);
  EXPECT_EQ(example_.stimuli[1].name, "apex");
  EXPECT_DOUBLE_EQ(example_.stimuli[1].centre[2], 0.03);
  EXPECT_EQ(example_.place, (scratch_.folder() / "case.prm").string() + ":8, Electrophysiology/Time step");
}

TEST_F(ParametersTest, JsonHasTheSameSchema)
{
  read("case.json",
       R"({"Title": "a heart",
           "Mesh": {"File": "a.msh", "Sizes": [0.5, 1.5], "Surfaces": ["endo_lv", "epi"]},
           "Electrophysiology": {"Time step": "0.02 ms", "Degree": 2, "Lumped mass": false,
             "Cells": {"Conductivity": 0.13}, "Stimulus apex": {"Start": "3 ms", "Centre": ["1 mm", "2 mm", "3 mm"]}}})");
  EXPECT_EQ(example_.mesh, scratch_.folder() / "a.msh");
  EXPECT_EQ(example_.sizes, (std::vector<double>{0.5, 1.5}));
  EXPECT_EQ(example_.surfaces, (std::vector<std::string>{"endo_lv", "epi"}));
  EXPECT_DOUBLE_EQ(example_.time_step, 2e-5);
  EXPECT_EQ(example_.degree, 2u);
  EXPECT_FALSE(example_.lumped);
  EXPECT_DOUBLE_EQ(example_.conductivity, 0.13);
  ASSERT_EQ(example_.stimuli.size(), 1u);
  EXPECT_DOUBLE_EQ(example_.stimuli[0].centre[1], 2e-3);
}

TEST_F(ParametersTest, AFileIsRelativeToWhoSetsIt)
{
  scratch_.write("common/mesh.prm", "subsection Mesh\n set File = ../meshes/b.msh\nend\n");
  read("heart/case.prm", "include ../common/mesh.prm\n");
  EXPECT_EQ(example_.mesh, scratch_.folder() / "meshes/b.msh");
  read("heart/case.prm", "include ../common/mesh.prm\n", {"Mesh/File=c.msh"});
  EXPECT_EQ(example_.mesh, std::filesystem::current_path() / "c.msh");
  read("heart/case.prm", "include ../common/mesh.prm\n", {"Mesh/File=/data/c.msh"});
  EXPECT_EQ(example_.mesh, "/data/c.msh");
}

TEST_F(ParametersTest, TheCommandLineAddsSectionsAndIsNamedInMessages)
{
  read("case.prm", mesh_, {"Electrophysiology/Stimulus apex/Start=2 ms", "Electrophysiology/Time step=1e-5"});
  ASSERT_EQ(example_.stimuli.size(), 1u);
  EXPECT_DOUBLE_EQ(example_.stimuli[0].start, 2e-3);
  EXPECT_EQ(example_.place, "command line, Electrophysiology/Time step");
  expect_in("command line, Electrophysiology/Degree: found \"7\": out of range",
            mistake([&] { read("case.prm", mesh_, {"Electrophysiology/Degree=7"}); }));
}

TEST_F(ParametersTest, AnUnknownKeyIsSuggested)
{
  const std::string text = said_of_heart("set Time stp = 1e-5");
  expect_in("case.prm:5, Electrophysiology/Time stp: unknown key.", text);
  expect_in("Did you mean \"Time step\"?", text);
  expect_in("Keys in section \"Electrophysiology\": Time step, Delay, Degree, Lumped mass, Model.", text);
  expect_in("Did you mean \"Time step\"?", said_of_heart("set time step = 1e-5")); // capitals count
}

TEST_F(ParametersTest, AKeyInTheWrongSectionIsSentToItsOwn)
{
  expect_in("case.prm:5, Electrophysiology/File: unknown key. \"File\" belongs in section \"Mesh\".",
            said_of_heart("set File = a.msh"));
  expect_in("\"Time step\" belongs in section \"Electrophysiology\".",
            mistake([&] { read("case.prm", mesh_ + "set Time step = 1e-5\n"); }));
}

TEST_F(ParametersTest, AnUnknownSectionIsReportedOnce)
{
  const std::string text = mistake([&] {
    read("case.prm", mesh_ + "subsection Electrophysiologie\n set A = 1\n set B = 2\n subsection C\n set D = "
                             "1\n end\nend\n");
  });
  expect_in("case.prm:4, Electrophysiologie: unknown section. Did you mean \"Electrophysiology\"?", text);
  expect_in("Sections at the top level: Mesh, Electrophysiology.", text);
  expect_not_in("mistakes", text);
}

TEST_F(ParametersTest, SectionsInTheWrongPlaceOrWithoutTheirName)
{
  expect_in("It belongs in section \"Electrophysiology\"",
            mistake([&] { read("case.prm", mesh_ + "subsection Cells\nend\n"); }));
  expect_in("needs a name: \"Stimulus NAME\"", said_of_heart("subsection Stimulus\nend"));
  expect_in("is a key with a value, not a section", said_of_heart("subsection Time step\nend"));
  expect_in("is a section, not a key with a value", said_of_heart("set Cells = 3"));
  expect_in("There are no sections in section \"Mesh\"", said_of_heart("end\nsubsection Mesh\nsubsection A\nend"));
}

TEST_F(ParametersTest, ValuesThatAreRefusedSayFoundAndAllowed)
{
  expect_in("case.prm:5, Electrophysiology/Time step: found \"5 ms\": out of range (0.005 s). "
            "Allowed: a number [s], from 1e-08 to 0.001 s.",
            said_of_heart("set Time step = 5 ms"));
  expect_in("out of range", said_of_heart("set Time step = -1e-5"));
  expect_in("not a number", said_of_heart("set Time step = quick"));
  expect_in("Allowed: a whole number, from 1 to 2", said_of_heart("set Degree = 3"));
  expect_in("not a whole number", said_of_heart("set Degree = 1.5"));
  expect_in("neither true nor false. Allowed: true or false.", said_of_heart("set Lumped mass = maybe"));
  expect_in("4 numbers instead of 3", said_of_heart("subsection Stimulus a\nset Centre = 1,2,3,4\nend"));
  expect_in("found \"1 furlong\"", said_of_heart("set Time step = 1 furlong"));
  expect_in("found \"1 mmHg\"", said_of_heart("set Time step = 1 mmHg"));
  expect_in("Allowed: a number [S/m], from 0 to 10 S/m.",
            said_of_heart("subsection Cells\nset Conductivity = -1\nend"));
  EXPECT_EQ(example_.conductivity, 0.12); // the default stays
  expect_in("no value", said_of_heart("set Time step ="));
}

TEST_F(ParametersTest, AnUnknownChoiceIsListedAndSuggested)
{
  const std::string text = said_of_heart("set Model = Bueno Orovio");
  expect_in("Allowed: one of Bueno-Orovio, ten Tusscher-Panfilov 2006.", text);
  expect_in("Did you mean \"Bueno-Orovio\"?", text);
}

TEST_F(ParametersTest, AMissingRequiredEntryIsNamed)
{
  const std::string missing = mistake([&] { read("case.prm", "subsection Mesh\nend\n"); });
  expect_in("Mesh/File: missing. Section \"Mesh\" needs the key \"File\" (Gmsh mesh)", missing);
  expect_in("Mesh/File: missing.", mistake([&] { read("case.prm", "subsection Mesh\nset File =\nend\n"); }));
  expect_in("Mesh/File: missing.", mistake([&] { read("case.json", "{}"); }));
}

TEST_F(ParametersTest, AllMistakesAreReportedInTheOrderOfTheFile)
{
  const std::string text = mistake([&] {
    read("case.json",
         "{\"Titel\": 1,\n\"Electrophysiology\": {\n\"Degree\": 9,\n\"Time step\": \"x\",\n\"Modell\": 3}}");
  });
  expect_in("5 mistakes:", text);
  const std::vector<std::string> in_order = {"case.json:1, Titel", "case.json:3, Electrophysiology/Degree",
                                             "case.json:4, ", "case.json:5, ", "Mesh/File: missing"};
  for (std::size_t i = 0, last = 0; i < in_order.size(); ++i)
    {
      const auto place = text.find(in_order[i]);
      ASSERT_NE(place, std::string::npos) << in_order[i] << " is not in\n" << text;
      EXPECT_GT(place, last);
      last = place;
    }
}

TEST_F(ParametersTest, ATemplateShowsEverythingAndIsACase)
{
  Example        blank;
  ParameterStore store;
  blank.declare(store.root());
  EXPECT_NO_THROW(store.finish());

  const std::string prm = store.as_prm();
  expect_in("# Where the organ is.\nsubsection Mesh\n", prm);
  expect_in("  # Gmsh mesh\n  # Allowed: the name of a file; required\n  set File =\n", prm);
  expect_in("  # Where and when current is given.\n  subsection Stimulus NAME\n", prm);
  expect_in("  # step of the potential\n  # Allowed: a number [s], from 1e-08 to 0.001 s\n  set Time step = 5e-05 s\n",
            prm);
  expect_not_in("default", prm);

  // With the mesh filled in, both formats read back to the defaults.
  for (const std::string name : {"t.prm", "t.json"})
    {
      read(name, name == "t.prm" ? prm : store.as_json(), {"Mesh/File=a.msh"});
      EXPECT_EQ(example_.time_step, blank.time_step);
      EXPECT_TRUE(std::isnan(example_.optional));
      EXPECT_EQ(example_.sizes, blank.sizes);
      EXPECT_EQ(example_.model, blank.model);
      ASSERT_EQ(example_.stimuli.size(), 1u);
      EXPECT_EQ(example_.stimuli[0].name, "NAME");
    }
}

TEST_F(ParametersTest, TheValuesInEffectReadBackUnchanged)
{
  read("case.prm", "set Title = uses \\# and = signs\n" + mesh_ +
                     "subsection Electrophysiology\n set Time step = 0.0333333333333 ms\n set Delay = 1 ms\n"
                     " subsection Stimulus apex\n  set Centre = 0.1, 0.2, 0.3\n end\nend\n");
  const Example     before = example_;
  const std::string prm = store_->as_prm(), json = store_->as_json(), record = store_->record();
  expect_in("# default: 5e-05 s", prm);
  for (const std::string name : {"elsewhere/again.prm", "elsewhere/again.json"})
    {
      read(name, name.ends_with("prm") ? prm : json);
      EXPECT_EQ(example_.title, "uses # and = signs");
      EXPECT_EQ(example_.time_step, before.time_step);
      EXPECT_EQ(example_.optional, 1e-3);
      EXPECT_EQ(example_.mesh, before.mesh); // although the case is in another folder now
      EXPECT_EQ(example_.stimuli.at(0).centre, before.stimuli.at(0).centre);
      EXPECT_EQ(store_->record(), record);
    }
}

TEST_F(ParametersTest, TheRecordHasUnits)
{
  read("case.prm", mesh_);
  const auto json = nlohmann::json::parse(store_->record());
  EXPECT_EQ(json["Electrophysiology"]["Time step"]["value"], 5e-5);
  EXPECT_EQ(json["Electrophysiology"]["Time step"]["unit"], "s");
  EXPECT_EQ(json["Electrophysiology"]["Degree"], 1);
  EXPECT_EQ(json["Electrophysiology"]["Lumped mass"], true);
  EXPECT_TRUE(json["Electrophysiology"]["Delay"]["value"].is_null());
}

TEST_F(ParametersTest, ARestartRefusesChangedCriticalEntriesOnly)
{
  read("case.prm", mesh_);
  const std::string saved = store_->critical();
  read("case.prm", mesh_, {"Electrophysiology/Degree=2", "Electrophysiology/Time step=0.05 ms"});
  EXPECT_NO_THROW(refuse_changed_parameters(saved, store_->critical()));

  read("case.prm", mesh_, {"Electrophysiology/Time step=0.01 ms", "Electrophysiology/Cells/Conductivity=0.2"});
  const std::string text = mistake([&] { refuse_changed_parameters(saved, store_->critical()); });
  expect_in("2 mistakes", text);
  expect_in("Electrophysiology/Time step: the checkpoint was written with \"5e-05 s\", this case has \"1e-05 s\"",
            text);
  expect_in("Electrophysiology/Cells/Conductivity", text);
  expect_in("--restart", text);
  expect_in("not there", mistake([&] { refuse_changed_parameters("{}", saved); }));
}

TEST_F(ParametersTest, MistakesOfTheProgrammerAreNotTheUsers)
{
  ParameterStore store;
  double         value = 0.;
  store.root().add("A", value, "1", Bounds::any(), "");
  EXPECT_THROW(store.root().add("A", value, "1", Bounds::any(), ""), std::logic_error);
  EXPECT_THROW(store.root().add("A/B", value, "1", Bounds::any(), ""), std::logic_error);
}
