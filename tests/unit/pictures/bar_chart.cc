#include "solvers/core/bar_chart.h"

#include "physics/error.h"

#include <gtest/gtest.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPNGReader.h>

namespace
{
  /** Share of the picture's left or right half that is as blue as bars are. */
  double
  blue(vtkImageData &image, bool right)
  {
    const int *n     = image.GetDimensions();
    int        count = 0;
    for (int x = right ? n[0] / 2 : 0; x < (right ? n[0] : n[0] / 2); ++x)
      for (int y = 0; y < n[1]; ++y)
        if (image.GetScalarComponentAsDouble(x, y, 0, 2) > image.GetScalarComponentAsDouble(x, y, 0, 0) + 60)
          ++count;
    return 2. * count / (n[0] * n[1]);
  }
} // namespace

TEST(BarChart, TwiceTheCountsAreTwiceTheArea)
{
  const auto     file = std::filesystem::temp_directory_path() / "vht_bar_chart.png";
  vht::Histogram full{"full", "x", "y", 0, 4, {8, 8, 8, 8}, {}};
  vht::Histogram half{"half", "x", "y", 0, 4, {8, 4, 4, 0}, 1.0};
  std::filesystem::remove(file);
  vht::draw({full, half}, file);
  vtkNew<vtkPNGReader> reader;
  reader->SetFileName(file.c_str());
  reader->Update();
  const double left = blue(*reader->GetOutput(), false), right = blue(*reader->GetOutput(), true);
  EXPECT_GT(left, 0.4);
  EXPECT_NEAR(right / left, 0.5, 0.05);
}

TEST(BarChart, RefusesNothing)
{
  EXPECT_THROW(vht::draw({vht::Histogram{"empty", "x", "y", 0, 1, {}, {}}}, "empty.png"), vht::InputError);
  EXPECT_THROW(vht::draw({vht::Histogram{"flat", "x", "y", 1, 1, {2}, {}}}, "flat.png"), vht::InputError);
}
