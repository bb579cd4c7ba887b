#include "solvers/core/csv_table.h"

#include "tests/component/core/shared_folder.h"

#include <cmath>

using namespace vht;
using namespace vht::testing;

namespace
{
  const std::vector<std::string> columns = {"time [s]", "cavity volume [m^3]"};

  void
  fill(CsvTable &table, int from, int to)
  {
    for (int i = from; i <= to; ++i)
      table.row(std::vector<double>{i * 0.1, i / 3.});
  }
} // namespace

TEST(CsvTableTest, HeaderUnitsAndTwelveDigits)
{
  const SharedFolder folder;
  CsvTable           table(MPI_COMM_WORLD, folder.path() / "a.csv", columns);
  table.row(std::vector<double>{0.1, 1. / 3.});
  table.row(std::vector<double>{1e-5, NAN});
  folder.barrier();
  // Flushed: complete while the table is still open.
  EXPECT_EQ(read_text(folder.path() / "a.csv"), "time [s],cavity volume [m^3]\n0.1,0.333333333333\n1e-05,nan\n");
}

TEST(CsvTableTest, ARestartedTableEqualsAnUninterruptedOne)
{
  const SharedFolder folder;
  {
    CsvTable whole(MPI_COMM_WORLD, folder.path() / "whole.csv", columns);
    fill(whole, 0, 20);
    CsvTable first(MPI_COMM_WORLD, folder.path() / "parts.csv", columns);
    fill(first, 0, 13); // three rows beyond the checkpoint
  }
  if (folder.rank() == 0)
    std::ofstream(folder.path() / "parts.csv", std::ios::app) << "1.4,0.4"; // killed while writing
  folder.barrier();
  {
    CsvTable second(MPI_COMM_WORLD, folder.path() / "parts.csv", columns, 10 * 0.1);
    fill(second, 11, 20);
  }
  folder.barrier();
  EXPECT_EQ(read_text(folder.path() / "parts.csv"), read_text(folder.path() / "whole.csv"));
}

TEST(CsvTableTest, RoundedTimesAreNotLost)
{
  const SharedFolder folder;
  const double       time = 1. / 3.; // 0.333333333333 in the table is earlier, 0.666666666667 is later than 2/3
  {
    CsvTable table(MPI_COMM_WORLD, folder.path() / "a.csv", columns);
    table.row(std::vector<double>{time, 1.});
    table.row(std::vector<double>{2 * time, 2.});
    table.row(std::vector<double>{3 * time, 3.});
  }
  CsvTable again(MPI_COMM_WORLD, folder.path() / "a.csv", columns, 2 * time);
  folder.barrier();
  EXPECT_EQ(read_text(folder.path() / "a.csv"), "time [s],cavity volume [m^3]\n0.333333333333,1\n0.666666666667,2\n");
}

TEST(CsvTableTest, OtherColumnsAreRefusedOnEveryRank)
{
  const SharedFolder folder;
  {
    CsvTable table(MPI_COMM_WORLD, folder.path() / "a.csv", columns);
    fill(table, 0, 3);
  }
  folder.barrier();
  const std::string before = read_text(folder.path() / "a.csv");
  expect_in("other columns", mistake([&] {
              CsvTable(MPI_COMM_WORLD, folder.path() / "a.csv", {"time [s]", "pressure [Pa]"}, 0.2);
            }));
  folder.barrier();
  EXPECT_EQ(read_text(folder.path() / "a.csv"), before);
  expect_in("cannot be written", mistake([&] { CsvTable(MPI_COMM_WORLD, folder.path() / "no" / "a.csv", columns); }));
}

TEST(CsvTableTest, ARestartWithoutATableBeginsOne)
{
  const SharedFolder folder;
  CsvTable           table(MPI_COMM_WORLD, folder.path() / "a.csv", columns, 0.5);
  folder.barrier();
  EXPECT_EQ(read_text(folder.path() / "a.csv"), "time [s],cavity volume [m^3]\n");
  EXPECT_THROW(table.row(std::vector<double>{1.}), std::logic_error);
}
