#include "solvers/core/physical_names.h"

#include "tests/unit/core/scratch.h"

using namespace vht;
using namespace vht::testing;

namespace
{
  const std::string names = "$PhysicalNames\n3\n2 4 \"in let\"\n3 1 \"tissue\"\n1 9 \"rim\"\n$EndPhysicalNames\n";
  const std::vector<PhysicalName> known = {{2, 4, "in let"}, {3, 1, "tissue"}, {1, 9, "rim"}};
} // namespace

TEST(PhysicalNames, AreTextInAllVersions)
{
  const Scratch scratch;
  EXPECT_EQ(physical_names(scratch.write("2.msh", "$MeshFormat\n2.2 0 8\n$EndMeshFormat\n" + names + "$Nodes\n")),
            known);
  EXPECT_EQ(physical_names(scratch.write("4.msh", "$MeshFormat\n4.1 0 8\n$EndMeshFormat\n" + names + "$Entities\n")),
            known);
  const std::string one("\x01\0\0\0", 4); // the number by which a binary file tells the order of its bytes
  EXPECT_EQ(physical_names(scratch.write("b.msh", "$MeshFormat\n4.1 1 8\n" + one + "\n$EndMeshFormat\n" + names +
                                                    "$Entities\n" + one)),
            known);
  EXPECT_EQ(physical_names(scratch.write("w.msh", "$MeshFormat\r\n2.2 0 8\r\n$EndMeshFormat\r\n$PhysicalNames\r\n1\r\n"
                                                  "3 1 \"tissue\"\r\n$EndPhysicalNames\r\n")),
            (std::vector<PhysicalName>{{3, 1, "tissue"}}));
}

TEST(PhysicalNames, AreNoneWhereTheSectionIsMissing)
{
  const Scratch scratch;
  EXPECT_TRUE(
    physical_names(scratch.write("a.msh", "$MeshFormat\n2.2 0 8\n$EndMeshFormat\n$Nodes\n0\n" + names)).empty());
  EXPECT_TRUE(physical_names(scratch.write("b.vtu", names)).empty());
  EXPECT_TRUE(physical_names(scratch.folder() / "missing.msh").empty());
}
