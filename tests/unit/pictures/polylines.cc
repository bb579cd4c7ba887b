#include "solvers/core/polylines.h"

#include "physics/error.h"
#include "solvers/core/line_tubes.h"
#include "solvers/core/surface_view.h"

#include <gtest/gtest.h>
#include <vtkDataArray.h>
#include <vtkPointData.h>

#include <cmath>
#include <filesystem>

using namespace vht;

namespace
{
  /** A line along x, from 0 to 1 m, that gets thinner; the field is x. */
  Polylines
  cone()
  {
    Polylines lines;
    lines.point_fields = {{"radius", {}}, {"x", {}}};
    lines.line_fields  = {{"number", {7.}}};
    lines.lines        = {{}};
    for (std::size_t i = 0; i <= 10; ++i)
      {
        const double x = 0.1 * static_cast<double>(i);
        lines.points.push_back({x, 0., 0.});
        lines.lines[0].push_back(i);
        lines.point_fields[0].values.push_back(0.1 - 0.0995 * x);
        lines.point_fields[1].values.push_back(x);
      }
    return lines;
  }

  std::filesystem::path
  file()
  {
    return std::filesystem::path(testing::TempDir()) / "vht_polylines.vtp";
  }
} // namespace

TEST(Polylines, WhatIsWrittenIsRead)
{
  const Polylines written = cone();
  write_polylines(file(), written);
  const Polylines read = read_polylines(file());
  EXPECT_EQ(read.points, written.points);
  EXPECT_EQ(read.lines, written.lines);
  EXPECT_EQ(read.at_points("radius", file()), written.point_fields[0].values);
  EXPECT_EQ(read.line_fields[0].values, std::vector<double>{7.});
  EXPECT_THROW(read.at_points("diameter", file()), InputError);
  EXPECT_THROW(read_polylines(file().string() + "x"), InputError);
}

TEST(Polylines, TubesAreAsThickAsTheRadius)
{
  write_polylines(file(), cone());
  Picture picture;
  picture.field       = "x";
  picture.factor      = 1e3;
  picture.tube_radius = "radius";
  const auto    tubes = visible_surface({file()}, picture);
  vtkDataArray &shown = *tubes->GetPointData()->GetArray(shown_array);
  ASSERT_GT(tubes->GetNumberOfPoints(), 100);
  double thinnest = 1.;
  for (vtkIdType i = 0; i < tubes->GetNumberOfPoints(); ++i)
    {
      const double *x      = tubes->GetPoint(i);
      const double  radius = std::hypot(x[1], x[2]);
      thinnest             = std::min(thinnest, radius);
      EXPECT_NEAR(shown.GetComponent(i, 0), 1e3 * x[0], 1e-3);
      if (x[0] < 0.95)
        {
          EXPECT_NEAR(radius, 0.1 - 0.0995 * x[0], 1e-6);
        }
    }
  EXPECT_NEAR(thinnest, 1. / 500., 1e-6); // not 0.5 mm: one would not see it
}
