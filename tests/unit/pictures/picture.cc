#include "solvers/core/picture.h"

#include "physics/error.h"
#include "solvers/core/colour_map.h"
#include "solvers/core/surface_view.h"

#include <gtest/gtest.h>
#include <vtkCellData.h>
#include <vtkCellType.h>
#include <vtkDoubleArray.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPNGReader.h>
#include <vtkPointData.h>
#include <vtkUnstructuredGrid.h>
#include <vtkXMLUnstructuredGridWriter.h>

#include <cmath>
#include <fstream>
#include <functional>

namespace
{
  namespace fs = std::filesystem;
  using Point  = std::array<double, 3>;

  /** Bricks over [0,4]x[0,1]x[0,1] m, every one with points of its own as deal.II writes them. */
  fs::path
  write_bricks(const std::string &name, const std::function<double(Point)> &value, const int n = 8, const int from = 0)
  {
    vtkNew<vtkUnstructuredGrid> grid;
    vtkNew<vtkPoints>           points;
    vtkNew<vtkDoubleArray>      field, part;
    field->SetName("value");
    part->SetName("part");
    for (int cell = from; cell < n; ++cell)
      {
        vtkIdType ids[8];
        for (int corner = 0; corner < 8; ++corner)
          {
            const int   x = (corner % 4 == 1 || corner % 4 == 2), y = corner % 4 > 1, z = corner > 3;
            const Point at = {4. * (cell + x) / 8, double(y), double(z)};
            ids[corner]    = points->InsertNextPoint(at.data());
            field->InsertNextValue(value(at));
          }
        grid->InsertNextCell(VTK_HEXAHEDRON, 8, ids);
        part->InsertNextValue(cell < 4 ? 7 : 9);
      }
    grid->SetPoints(points);
    grid->GetPointData()->AddArray(field);
    grid->GetCellData()->AddArray(part);
    const fs::path                       file = fs::temp_directory_path() / ("vht_picture_" + name + ".vtu");
    vtkNew<vtkXMLUnstructuredGridWriter> writer;
    writer->SetFileName(file.c_str());
    writer->SetInputData(grid);
    writer->Write();
    return file;
  }

  class Image
  {
  public:
    explicit Image(const fs::path &file)
    {
      reader_->SetFileName(file.c_str());
      reader_->Update();
    }
    int
    width() const
    {
      return reader_->GetOutput()->GetDimensions()[0];
    }
    int
    height() const
    {
      return reader_->GetOutput()->GetDimensions()[1];
    }

    /** Position as a fraction of the picture, origin lower left. */
    vht::Colour
    at(const double x, const double y) const
    {
      vht::Colour colour;
      for (int c = 0; c < 3; ++c)
        colour[c] =
          reader_->GetOutput()->GetScalarComponentAsDouble(int(x * (width() - 1)), int(y * (height() - 1)), 0, c) /
          255.;
      return colour;
    }

  private:
    vtkNew<vtkPNGReader> reader_;
  };

  double
  distance(const vht::Colour &a, const vht::Colour &b)
  {
    return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
  }

  /** Hue does not depend on the shading: compare colours of unit length. */
  double
  hue_distance(vht::Colour a, vht::Colour b)
  {
    for (auto *colour : {&a, &b})
      {
        const double length = std::hypot((*colour)[0], (*colour)[1], (*colour)[2]);
        for (double &c : *colour)
          c /= length;
      }
    return distance(a, b);
  }

  vht::Picture
  front_view(const fs::path &mesh, const std::string &name)
  {
    vht::Picture picture;
    picture.meshes    = {mesh};
    picture.field     = "value";
    picture.views     = {{.from = {0., -1., 0.}, .up = {0., 0., 1.}, .caption = ""}};
    picture.triad     = false;
    picture.scale_bar = false;
    picture.width     = 480;
    picture.height    = 270;
    picture.file      = fs::temp_directory_path() / ("vht_picture_" + name + ".png");
    fs::remove(picture.file);
    return picture;
  }

  constexpr vht::Colour white = {1., 1., 1.};
} // namespace

TEST(Picture, ColoursTheSurfaceByTheField)
{
  const vht::Picture picture = front_view(write_bricks("field", [](const Point &x) { return x[0]; }), "field");
  vht::draw(picture);
  const Image image(picture.file);
  ASSERT_EQ(image.width(), 480);
  ASSERT_EQ(image.height(), 270);

  const vht::ColourMap viridis("viridis");
  EXPECT_EQ(image.at(0.01, 0.02), white);
  EXPECT_EQ(image.at(0.4, 0.95), white);
  // The brick fills the panel, which ends left of the colour bar at about 88 % of the width.
  EXPECT_LT(hue_distance(image.at(0.055, 0.5), viridis(0.02)), 0.1);
  EXPECT_LT(hue_distance(image.at(0.446, 0.5), viridis(0.5)), 0.1);
  EXPECT_LT(hue_distance(image.at(0.835, 0.5), viridis(0.98)), 0.1);
  // The colour bar itself is not shaded.
  bool lowest = false, highest = false;
  for (double x = 0.88; x < 1.; x += 0.002)
    {
      lowest  = lowest || distance(image.at(x, 0.19), viridis(0.01)) < 0.03;
      highest = highest || distance(image.at(x, 0.81), viridis(0.98)) < 0.05;
    }
  EXPECT_TRUE(lowest);
  EXPECT_TRUE(highest);
}

TEST(Picture, DrawsIsolinesDark)
{
  vht::Picture picture = front_view(write_bricks("lines", [](const Point &x) { return 1e-3 * x[0]; }), "lines");
  picture.range        = {{0., 4.}};
  picture.factor       = 1e3;
  vht::draw(picture);
  const Image without(picture.file);
  picture.contour_spacing = 1.;
  vht::draw(picture);
  const Image with(picture.file);
  int         dark   = 0;
  bool        inside = false;
  for (double x = 0.06; x < 0.76; x += 1. / 480)
    {
      const bool line = distance(with.at(x, 0.5), without.at(x, 0.5)) > 0.15;
      dark += line && !inside;
      inside = line;
    }
  EXPECT_EQ(dark, 3); // at 1, 2 and 3
}

TEST(Picture, UndefinedValuesAreGrey)
{
  const auto   mesh       = write_bricks("undefined", [](const Point &x) { return x[0] > 2. ? NAN : x[0]; });
  vht::Picture picture    = front_view(mesh, "undefined");
  picture.contour_spacing = 0.25;
  vht::draw(picture);
  const vht::Colour grey = Image(picture.file).at(0.7, 0.5);
  EXPECT_NEAR(grey[0], grey[1], 0.05);
  EXPECT_NEAR(grey[1], grey[2], 0.05);
  EXPECT_LT(grey[0], 0.95);
}

TEST(Picture, TagsHaveColoursOfTheirOwn)
{
  vht::Picture picture = front_view(write_bricks("tags", [](const Point &) { return 0.; }), "tags");
  picture.field        = "part";
  picture.tagged       = true;
  picture.tags         = {{9, "right"}, {7, "left"}};
  vht::draw(picture);
  const Image image(picture.file);
  EXPECT_LT(hue_distance(image.at(0.2, 0.5), vht::categorical_colour(1)), 0.1);
  EXPECT_LT(hue_distance(image.at(0.6, 0.5), vht::categorical_colour(0)), 0.1);
}

TEST(Picture, ManySnapshotsAndViewsFillAGrid)
{
  const auto   low     = write_bricks("low", [](const Point &) { return 0.; });
  const auto   high    = write_bricks("high", [](const Point &) { return 1.; });
  vht::Picture picture = front_view(low, "grid");
  picture.snapshots    = {{{low}, "t = 0"}, {{high}, "t = 1"}};
  vht::draw(picture);
  const Image          image(picture.file);
  const vht::ColourMap viridis("viridis");
  // Flat bricks are stacked: the first snapshot is the upper one.
  EXPECT_LT(hue_distance(image.at(0.41, 0.72), viridis(0.)), 0.1);
  EXPECT_LT(hue_distance(image.at(0.41, 0.26), viridis(1.)), 0.1);
}

TEST(Surface, EqualPointsOfPiecesAreJoined)
{
  vht::Picture picture;
  picture.field   = "value";
  const auto left = write_bricks(
    "left", [](const Point &x) { return x[0] + 1.; }, 4);
  const auto right = write_bricks(
    "right", [](const Point &x) { return x[0] + 3.; }, 8, 4);
  const auto surface = vht::visible_surface({left, right}, picture);
  EXPECT_EQ(surface->GetNumberOfCells(), 8 * 4 + 2); // no inner face
  EXPECT_EQ(surface->GetNumberOfPoints(), 9 * 4);
  // Where the pieces disagree, at x = 2, the mean of 3 and 5 is shown.
  for (vtkIdType i = 0; i < surface->GetNumberOfPoints(); ++i)
    if (surface->GetPoint(i)[0] == 2.)
      {
        EXPECT_DOUBLE_EQ(surface->GetPointData()->GetArray(vht::shown_array)->GetComponent(i, 0), 4.);
      }
}

TEST(Surface, CutTakesAwayTheSideOfTheNormal)
{
  vht::Picture picture;
  picture.field   = "value";
  picture.cut     = vht::CutPlane{{1.3, 0., 0.}, {1., 0., 0.}};
  const auto mesh = write_bricks("cut", [](const Point &x) { return x[0]; });
  EXPECT_NEAR(vht::visible_surface({mesh}, picture)->GetBounds()[1], 1.3, 1e-6);
  picture.edges = true; // whole cells: the centre of the one from 1 to 1.5 is left of 1.3
  EXPECT_NEAR(vht::visible_surface({mesh}, picture)->GetBounds()[1], 1.5, 1e-6);
  picture.cut->point = {-1., 0., 0.};
  EXPECT_THROW(vht::visible_surface({mesh}, picture), vht::InputError);
}

TEST(Surface, QuadraticCellsBecomeFinerFacesWithTheirMiddleValues)
{
  vtkNew<vtkUnstructuredGrid> grid;
  vtkNew<vtkPoints>           points;
  vtkNew<vtkDoubleArray>      field;
  field->SetName("value");
  const Point corners[4]  = {{0., 0., 0.}, {1., 0., 0.}, {0., 1., 0.}, {0., 0., 1.}};
  const int   edges[6][2] = {{0, 1}, {1, 2}, {2, 0}, {0, 3}, {1, 3}, {2, 3}};
  vtkIdType   ids[10];
  for (int i = 0; i < 10; ++i)
    {
      Point x = corners[i % 4];
      if (i > 3)
        for (int d = 0; d < 3; ++d)
          x[d] = (corners[edges[i - 4][0]][d] + corners[edges[i - 4][1]][d]) / 2;
      if (i == 4)
        x[1] = -0.25; // a curved edge
      ids[i] = points->InsertNextPoint(x.data());
      field->InsertNextValue(i == 4 ? 1. : 0.);
    }
  grid->SetPoints(points);
  grid->InsertNextCell(VTK_QUADRATIC_TETRA, 10, ids);
  grid->GetPointData()->AddArray(field);
  const fs::path                       file = fs::temp_directory_path() / "vht_picture_quadratic.vtu";
  vtkNew<vtkXMLUnstructuredGridWriter> writer;
  writer->SetFileName(file.c_str());
  writer->SetInputData(grid);
  writer->Write();

  vht::Picture picture;
  picture.field      = "value";
  const auto surface = vht::visible_surface({file}, picture);
  EXPECT_EQ(surface->GetNumberOfCells(), 4 * 16);
  EXPECT_NEAR(surface->GetBounds()[2], -0.25, 1e-6);
  EXPECT_NEAR(surface->GetPointData()->GetArray(vht::shown_array)->GetRange()[1], 1., 1e-9);
}

TEST(Picture, RefusesWhatIsNotThere)
{
  const auto   mesh    = write_bricks("missing", [](const Point &x) { return x[0]; });
  vht::Picture picture = front_view(mesh, "missing");
  picture.field        = "valeu";
  try
    {
      vht::draw(picture);
      FAIL();
    }
  catch (const vht::InputError &error)
    {
      EXPECT_NE(std::string(error.what()).find("Did you mean \"value\"?"), std::string::npos) << error.what();
    }
  picture.meshes = {"/does/not/exist.vtu"};
  EXPECT_THROW(vht::draw(picture), vht::InputError);
  const fs::path broken = fs::temp_directory_path() / "vht_picture_broken.vtu";
  std::ofstream(broken) << "<VTKFile type=\"UnstructuredGrid\"><Unstr";
  picture.meshes = {broken};
  EXPECT_THROW(vht::draw(picture), vht::InputError);
}

TEST(PictureDeathTest, WithoutEglThrowsInsteadOfAborting)
{
  ::testing::FLAGS_gtest_death_test_style = "threadsafe"; // a fresh process, in which no vendor library is loaded yet
  const auto mesh                         = write_bricks("noegl", [](const Point &x) { return x[0]; });
  EXPECT_EXIT(
    {
      setenv("__EGL_VENDOR_LIBRARY_DIRS", "/does/not/exist", 1);
      unsetenv("__EGL_VENDOR_LIBRARY_FILENAMES");
      try
        {
          vht::draw(front_view(mesh, "noegl"));
          std::exit(1);
        }
      catch (const std::runtime_error &error)
        {
          std::cerr << error.what();
          std::exit(42);
        }
    },
    ::testing::ExitedWithCode(42), "Pictures cannot be drawn here");
}
