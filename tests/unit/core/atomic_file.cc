#include "solvers/core/atomic_file.h"

#include "tests/unit/core/scratch.h"

using namespace vht;
using namespace vht::testing;

TEST(AtomicFile, ReplacesTheTextAndLeavesNothingBeside)
{
  const Scratch scratch;
  const auto    file = scratch.write("a.json", "old");
  write_atomically(file, "new");
  EXPECT_EQ(read_text(file), "new");
  EXPECT_EQ(std::distance(fs::directory_iterator(scratch.folder()), fs::directory_iterator()), 1);
}

TEST(AtomicFile, AnUnwritableFolderIsTheUsersMistake)
{
  const Scratch scratch;
  expect_in("cannot be written", mistake([&] { write_atomically(scratch.folder() / "missing" / "a.json", "text"); }));
}
