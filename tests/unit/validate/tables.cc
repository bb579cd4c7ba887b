#include "folder.h"
#include "physics/error.h"
#include "solvers/core/csv_file.h"
#include "solvers/validate/quantity.h"

#include <cmath>

using namespace vht;

namespace
{
  const char *published = "# Some paper, doi:10.1/2\n"
                          "# times\n"
                          "source,dx [mm],dt_ms,P1 [ms],P2 [ms]\n"
                          "fine,0.1,0.005,1.229,26.61\n"
                          "fine,0.1,0.010,1.24,\n"
                          "coarse,0.5,0.005,1.3,50\n";
}

TEST(CsvFile, SelectsTheOneRowByNumbersAndText)
{
  const Folder  folder;
  const CsvFile table(folder.write("times.csv", published));
  EXPECT_EQ(table.n_rows(), 3u);
  EXPECT_EQ(table.row({{"source", "fine"}, {"dt_ms", "5e-3"}}), 0u); // compared as numbers
  EXPECT_EQ(table.row({{"dx", "0.5"}}), 2u);                         // a column without its unit
  EXPECT_EQ(table.unit(table.column("P1")), "ms");
  EXPECT_EQ(table.unit(table.column("source")), "1");
  EXPECT_TRUE(std::isnan(table.numbers(table.column("P2"))[1]));
}

TEST(CsvFile, RefusesAmbiguousMissingAndMisspelt)
{
  const Folder  folder;
  const CsvFile table(folder.write("times.csv", published));
  EXPECT_TRUE(says(message_of([&] { table.row({{"source", "fine"}}); }), "2 rows have source = fine"));
  EXPECT_TRUE(says(message_of([&] { table.row({{"dx", "0.2"}}); }), "dx is one of: 0.1 0.5."));
  EXPECT_TRUE(says(message_of([&] { table.column("souce"); }), "Did you mean \"source\"?"));
  EXPECT_TRUE(says(message_of([&] { CsvFile(folder.write("bad.csv", "a,b\n1\n")); }), "bad.csv:2: 1 cells"));
  EXPECT_THROW(CsvFile(folder.path / "none.csv"), InputError);
}

TEST(Reference, ConvertsItsUnitAndRefusesAnEmptyCell)
{
  const Folder folder;
  folder.write("times.csv", published);
  Reference reference;
  reference.file   = "times.csv";
  reference.column = "{point}";
  reference.where  = {{"source", "fine"}, {"dt_ms", "{dt}"}};
  const auto found = look_up(reference, folder.path, {{"point", "P1"}, {"dt", "0.005"}}, "s");
  EXPECT_DOUBLE_EQ(found.value, 1.229);
  EXPECT_EQ(found.unit, "ms"); // of the column, before that of the check
  EXPECT_NEAR(converted(found.value, found.unit, "s", "here"), 1.229e-3, 1e-15);
  EXPECT_TRUE(says(message_of([&] {
                     look_up(reference, folder.path, {{"point", "P2"}, {"dt", "0.01"}}, "s");
                   }),
                   "holds no number there"));
  EXPECT_TRUE(says(message_of([&] { look_up(reference, folder.path, {{"dt", "0.01"}}, "s"); }), "{point}"));
  EXPECT_TRUE(says(message_of([&] { converted(1., "ms", "mm", "checks[3]"); }), "checks[3]: "));
}

TEST(Quantity, FromASummary)
{
  const Folder folder;
  folder.write("summary.json",
               R"({"activation time P1": {"value": 0.00123, "unit": "s"}, "never": {"value": null, "unit": "s"}})");
  Quantity quantity;
  quantity.name       = "activation time {point}";
  const auto measured = measure(quantity, folder.path, folder.path, {{"point", "P1"}});
  EXPECT_DOUBLE_EQ(measured.value, 0.00123);
  EXPECT_EQ(measured.unit, "s");
  EXPECT_TRUE(says(measure(quantity, folder.path, folder.path, {{"point", "P8"}}).problem,
                   "Did you mean \"activation time P1\"?"));
  quantity.name = "never";
  EXPECT_TRUE(says(measure(quantity, folder.path, folder.path, {}).problem, "no value"));
  EXPECT_TRUE(says(measure(quantity, folder.path / "none", folder.path, {}).problem, "summary.json"));
}

TEST(Quantity, FromATable)
{
  const Folder folder;
  folder.write("probes.csv", "time [s],V [mV]\n0,-80\n0.1,20\n0.2,-40\n");
  Quantity quantity;
  quantity.kind    = Quantity::Kind::table;
  quantity.file    = "probes.csv";
  quantity.name    = "V";
  const auto value = [&](const Quantity::Take take) {
    quantity.take = take;
    return measure(quantity, folder.path, folder.path, {}).value;
  };
  EXPECT_DOUBLE_EQ(value(Quantity::Take::maximum), 20.);
  EXPECT_DOUBLE_EQ(value(Quantity::Take::minimum), -80.);
  EXPECT_DOUBLE_EQ(value(Quantity::Take::first), -80.);
  EXPECT_DOUBLE_EQ(value(Quantity::Take::last), -40.);
  EXPECT_NEAR(value(Quantity::Take::mean), -100. / 3, 1e-12);
  quantity.x_name  = "time [s]";
  quantity.x_value = "150 ms";
  EXPECT_NEAR(value(Quantity::Take::at), -10., 1e-12);
  EXPECT_EQ(measure(quantity, folder.path, folder.path, {}).unit, "mV");
  quantity.x_value = "0.3";
  EXPECT_TRUE(says(measure(quantity, folder.path, folder.path, {}).problem, "does not reach"));
  quantity.name = "W";
  EXPECT_TRUE(says(measure(quantity, folder.path, folder.path, {}).problem, "no column \"W\""));
}

TEST(Quantity, AnOffsetMovesTheOriginInItsOwnUnit)
{
  const Folder folder;
  folder.write("summary.json", R"({"apex displacement z": {"value": -0.0095, "unit": "m"}})");
  folder.write("probes.csv", "time [s],z [mm]\n0,0\n1,-9.5\n");
  Quantity quantity;
  quantity.name   = "apex displacement z";
  quantity.offset = "{start} mm";
  EXPECT_NEAR(measure(quantity, folder.path, folder.path, {{"start", "-17"}}).value, -0.0265, 1e-15);
  quantity.offset = "-17 kPa";
  quantity.place  = "checks[2]/quantity";
  EXPECT_TRUE(
    says(message_of([&] { measure(quantity, folder.path, folder.path, {}); }), "checks[2]/quantity/offset: "));
  quantity.name = "apex";
  EXPECT_TRUE(says(measure(quantity, folder.path, folder.path, {}).problem, "has no \"apex\""));

  quantity.kind   = Quantity::Kind::table;
  quantity.file   = "probes.csv";
  quantity.name   = "z";
  quantity.offset = "-1.7 cm";
  EXPECT_NEAR(measure(quantity, folder.path, folder.path, {}).value, -26.5, 1e-12);
}

TEST(Quantity, DistanceOfCurvesAcrossUnits)
{
  const Folder folder;
  folder.write("ours.csv", "time [s],V [V]\n0,0.0\n1,0.1\n");
  folder.write("reference.csv", "time [ms],V [mV]\n0,0\n500,60\n1000,100\n");
  Quantity quantity;
  quantity.kind           = Quantity::Kind::curve;
  quantity.file           = "ours.csv";
  quantity.x_name         = "time";
  quantity.name           = "V";
  quantity.reference_file = "reference.csv";
  quantity.reference_x    = "time";
  quantity.reference_y    = "V";
  EXPECT_NEAR(measure(quantity, folder.path, folder.path, {}).value, 0.1 / std::sqrt(3.), 1e-12);
  quantity.rms = false;
  EXPECT_NEAR(measure(quantity, folder.path, folder.path, {}).value, 0.1, 1e-12);
  folder.write("ours.csv", "time [s],V [V]\n0,0.0\n0.9,0.1\n");
  EXPECT_TRUE(says(measure(quantity, folder.path, folder.path, {}).problem, "does not cover"));
}
