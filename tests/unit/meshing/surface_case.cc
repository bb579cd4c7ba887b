#include "meshing/check.h"
#include "meshing/pipeline/stages.h"
#include "meshing/quality.h"
#include "meshing/surface/surface_file.h"
#include "solvers/core/case_file.h"
#include "solvers/core/parameters.h"
#include "tests/unit/meshing/helpers.h"
#include "tests/unit/meshing/read_case.h"
#include "tests/unit/meshing/surfaces.h"

#include <nlohmann/json.hpp>

#include <numeric>

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  constexpr double mm = 1e-3;

  const std::filesystem::path anatomy = std::filesystem::path(VHT_ANATOMY) / "vascular_brain", cases = VHT_CASES;

  struct Made
  {
    TaggedMesh mesh;
    Facts      facts;
  };

  Made
  make(const MeshCase &mesh_case, const std::filesystem::path &output = {})
  {
    Made made;
    made.mesh = read_source(
      mesh_case, [](const std::string &text) { std::cout << text << '\n'; }, made.facts, output);
    return made;
  }

  const Facts::Cap &
  cap_near(const Facts &facts, const Point &place)
  {
    return *std::min_element(facts.caps.begin(), facts.caps.end(), [&](const auto &a, const auto &b) {
      return norm(a.centre - place) < norm(b.centre - place);
    });
  }

  std::vector<std::string>
  names_of_caps(const Facts &facts)
  {
    std::vector<std::string> names;
    for (const auto &cap : facts.caps)
      names.push_back(cap.name);
    return names;
  }

  std::string
  fork_case(const std::string &more)
  {
    return "subsection Mesh\n set Source = surface\n set Size = 1 mm\nend\n"
           "subsection Triangulation\n set File = fork.vtp\n set Length unit = m\n set Elements across = 6\nend\n"
           "subsection Ends\n set Open = centreline\nend\n" +
           more;
  }

  /** Caps close the wall: their area vectors and that of the wall add up to nothing. */
  void
  expect_sound(const Made &made, const Gates &gates)
  {
    const Report report = check(made.mesh, gates);
    EXPECT_TRUE(usable(report)) << describe(report);
    for (const Facts::Cap &cap : made.facts.caps)
      {
        EXPECT_NEAR(cap.area, test::area(made.mesh, cap.name), 1e-9 * cap.area) << cap.name;
        EXPECT_NEAR(cap.radius, std::sqrt(cap.area / M_PI), 1e-12) << cap.name;
        EXPECT_NEAR(norm(cap.normal), 1, 1e-12) << cap.name;
      }
  }
} // namespace

#define SKIP_WITHOUT(file)            \
  if (!std::filesystem::exists(file)) \
  GTEST_SKIP() << (file).string() << " is missing; set VHT_ANATOMY to the folder of anatomies"

TEST(SurfaceCase, AForkGetsThreeCapsInItsDescription)
{
  const Folder folder;
  const Fork   shape;
  write_surface(shape.surface(0.4 * mm), folder / "fork.vtp");
  const MeshCase mesh_case = read_case(folder.write("mesh.prm", fork_case("")));
  const Made     made      = make(mesh_case, folder / "");
  expect_sound(made, mesh_case.gates);
  EXPECT_EQ(names_of_caps(made.facts), (std::vector<std::string>{"inlet", "outlet_1", "outlet_2"}));
  for (const auto &[end, radius] :
       {std::pair{shape.trunk, shape.trunk_radius}, {shape.left, shape.left_radius}, {shape.right, shape.right_radius}})
    {
      const Facts::Cap &cap = cap_near(made.facts, end);
      EXPECT_NEAR(cap.radius, radius, 0.04 * radius);
      EXPECT_GT(dot(cap.normal, end) / norm(end), 0.97);
    }
  ASSERT_TRUE(made.facts.displacement.has_value());
  EXPECT_GT(*made.facts.displacement, 0);
  EXPECT_LT(*made.facts.displacement, 0.2 * mm);

  write_all(made.mesh, folder / "mesh.msh", Encoding::ascii, false, {"vht-mesh", "surface", "{}", made.facts});
  const auto json = nlohmann::json::parse(std::ifstream(folder / "mesh.json"));
  ASSERT_EQ(json["caps"].size(), 3u);
  EXPECT_EQ(json["caps"][0]["name"], "inlet");
  EXPECT_NEAR(json["caps"][0]["area"].get<double>(), made.facts.caps[0].area, 1e-15);
}

TEST(SurfaceCase, ATracingSaysWhereTheEndsAreAndHowFine)
{
  const Folder folder;
  const Fork   shape;
  write_surface(shape.surface(0.4 * mm), folder / "fork.vtp");
  // In millimetres and mirrored; it knows the trunk and the left branch alone, and overshoots.
  std::ostringstream swc;
  for (const auto &[row, s] : {std::pair{1, 1.2}, {2, 0.5}})
    swc << row << " 0 " << -1.2e3 * s * shape.trunk[0] / 1.2 << " " << 1e3 * s * shape.trunk[1] << " "
        << 1e3 * s * shape.trunk[2] << " 2 " << (row == 1 ? -1 : 1) << "\n";
  swc << "3 0 0 0 0 2 2\n";
  for (const auto &[row, s] : {std::pair{4, 0.5}, {5, 1.2}})
    swc << row << " 0 " << -1e3 * s * shape.left[0] << " " << 1e3 * s * shape.left[1] << " " << 1e3 * s * shape.left[2]
        << " 2 " << row - 1 << "\n";
  folder.write("line.swc", swc.str());
  const auto with = [&](const std::string &radius) {
    return read_case(
      folder.write("mesh.prm", fork_case("subsection Centreline\n set File = line.swc\n set Length unit = "
                                         "mm\n set Scale = -1, 1, 1\n set Radius = " +
                                         radius + "\nend\n")));
  };
  const Made measured = make(with("measured"), folder / "");
  ASSERT_EQ(measured.facts.caps.size(), 2u);
  EXPECT_NEAR(cap_near(measured.facts, shape.trunk).radius, shape.trunk_radius, 0.05 * shape.trunk_radius);
  EXPECT_NEAR(cap_near(measured.facts, shape.left).radius, shape.left_radius, 0.05 * shape.left_radius);
  const Centreline line = read_centreline(folder / "centreline.vtp", 1);
  EXPECT_EQ(line.points.size(), 5u);
  for (const double radius : line.radius)
    EXPECT_LT(radius, 2.4 * mm);

  // A file that says half the radius asks for edges half as long.
  std::string half = swc.str();
  for (std::size_t at = 0; (at = half.find(" 2 ", at)) != std::string::npos; at += 3)
    if (half.find('\n', at) - at < 7) // the radius, not the number of a row
      half.replace(at, 3, " 1 ");
  folder.write("line.swc", half);
  const Made finer = make(with("file"));
  EXPECT_GT(static_cast<double>(finer.mesh.points.size()), 3. * static_cast<double>(measured.mesh.points.size()));
}

TEST(RealVessels, TheEndsOfAStrokePatientAreThoseOfItsTracing)
{
  struct Patient
  {
    std::string        name;
    std::size_t        n_ends;
    double             volume; ///< [m^3]
    std::vector<Point> ends;   ///< of the vessels that an expert traced in the same images [mm]
  };
  for (const Patient &patient : {Patient{"INSIST_0005",
                                         6,
                                         2.01e-6,
                                         {{-7.8, 111.2, 1187.8},
                                          {12.0, 105.8, 1165.4},
                                          {45.6, 108.7, 1183.2},
                                          {32.4, 109.2, 1162.5},
                                          {24.8, 112.9, 1198.5},
                                          {22.9, 108.5, 1199.2}}},
                                 Patient{"INSIST_0006",
                                         10,
                                         2.12e-6,
                                         {{-20.2, 298.9, -34.6},
                                          {2.8, 319.7, -13.1},
                                          {0.8, 303.3, -24.2},
                                          {-54.1, 296.6, -25.1},
                                          {-59.7, 289.9, -30.3},
                                          {-9.1, 295.5, -31.8},
                                          {-0.1, 289.0, -10.8},
                                          {-30.4, 278.0, -25.3},
                                          {-19.0, 322.6, -15.4},
                                          {-28.6, 325.4, -14.8}}}})
    {
      MeshCase mesh_case           = read_case(cases / "meshing" / "stroke_patient" / "mesh.prm");
      mesh_case.triangulation.file = anatomy / "insist_cta_patients" / (patient.name + "_Anterior.stl");
      SKIP_WITHOUT(mesh_case.triangulation.file);
      const Made made = make(mesh_case);
      expect_sound(made, mesh_case.gates);
      ASSERT_EQ(made.facts.caps.size(), patient.n_ends);
      EXPECT_EQ(made.facts.caps.front().name, "inlet");
      for (std::size_t i = 1; i < patient.n_ends; ++i)
        EXPECT_EQ(made.facts.caps[i].name, "outlet_" + std::to_string(i));
      for (const Point &end : patient.ends)
        EXPECT_LT(norm(cap_near(made.facts, 1e-3 * end).centre - 1e-3 * end), 4.5 * mm)
          << patient.name << in_millimetres(1e-3 * end);
      EXPECT_NEAR(test::volume(made.mesh), patient.volume, 0.01 * patient.volume);
      EXPECT_GT(assess(made.mesh).dihedral_angle.minimum, 10);
      EXPECT_LT(made.facts.displacement.value(), 0.25 * mm);
    }
}

TEST(RealVessels, OtherSidesOfTheBrainHaveTheirEndsToo)
{
  for (const auto &[name, n_ends] : {std::pair{"INSIST_0005_Anterior.stl", 9}, {"INSIST_0006_Anterior.stl", 12}})
    {
      MeshCase mesh_case            = read_case(cases / "meshing" / "stroke_patient" / "mesh.prm");
      mesh_case.triangulation.file  = anatomy / "insist_cta_patients" / name;
      mesh_case.triangulation.parts = 2;
      SKIP_WITHOUT(mesh_case.triangulation.file);
      EXPECT_EQ(make(mesh_case).facts.caps.size(), static_cast<std::size_t>(n_ends)) << name;
    }
}

TEST(RealVessels, TheMeshOfAPatientIsTheSameAgain)
{
  MeshCase mesh_case           = read_case(cases / "meshing" / "stroke_patient" / "mesh.prm");
  mesh_case.triangulation.file = anatomy / "insist_cta_patients" / "INSIST_0005_Anterior.stl";
  SKIP_WITHOUT(mesh_case.triangulation.file);
  EXPECT_EQ(checksum(make(mesh_case).mesh), checksum(make(mesh_case).mesh));
}

TEST(RealVessels, ATracingOfThePatientGivesItsEnds)
{
  const auto folder            = anatomy / "insist_cta_patients";
  MeshCase   mesh_case         = read_case(cases / "meshing" / "stroke_patient" / "mesh.prm");
  mesh_case.triangulation.file = folder / "INSIST_0005_Anterior.stl";
  SKIP_WITHOUT(mesh_case.triangulation.file);
  // It counts voxels of 0.4688 mm and sees the patient from the other side.
  mesh_case.triangulation.line = {folder / "INSIST_0005_tracing_ves_TH_XX_X.swc",
                                  "mm",
                                  {-0.4688, -0.4688, 0.4688},
                                  {148.8 * mm, 205.8 * mm, 1122 * mm},
                                  "measured"};
  const Made made              = make(mesh_case);
  expect_sound(made, mesh_case.gates);
  EXPECT_EQ(made.facts.caps.size(), 6u);
  EXPECT_NEAR(test::volume(made.mesh), 1.90e-6, 0.03e-6);
}

TEST(RealVessels, ALeftAtriumHasItsValveAndFourVeins)
{
  MeshCase mesh_case           = read_case(cases / "meshing" / "left_atrium" / "mesh.prm");
  mesh_case.triangulation.file = anatomy / "left_atrium" / "lasc_b002_std.vtp";
  SKIP_WITHOUT(mesh_case.triangulation.file);
  const Made made = make(mesh_case);
  expect_sound(made, mesh_case.gates);
  EXPECT_EQ(names_of_caps(made.facts),
            (std::vector<std::string>{"mitral_valve", "vein_1", "vein_2", "vein_3", "vein_4"}));
  EXPECT_NEAR(test::volume(made.mesh), 116.1e-6, 0.5e-6);
  EXPECT_GT(assess(made.mesh).dihedral_angle.minimum, 10);
  // The wall of each vein surrounds its cap.
  for (int i = 1; i <= 4; ++i)
    {
      const Tag   wall  = find_tag(made.mesh.surface_names, "vein_wall_" + std::to_string(i), "surface");
      const auto &cap   = *std::find_if(made.facts.caps.begin(), made.facts.caps.end(),
                                        [&](const auto &c) { return c.name == "vein_" + std::to_string(i); });
      double      least = 1;
      for (std::size_t f = 0; f < made.mesh.n_faces(); ++f)
        if (made.mesh.surfaces[f] == wall)
          for (const Index corner : made.mesh.face(f))
            least = std::min(least, std::abs(norm(made.mesh.points[corner] - cap.centre) - cap.radius) +
                                      std::abs(dot(made.mesh.points[corner] - cap.centre, cap.normal)));
      EXPECT_LT(least, 0.2 * cap.radius) << "vein " << i;
    }
}
