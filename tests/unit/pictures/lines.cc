#include "solvers/core/surface_lines.h"

#include <gtest/gtest.h>
#include <vtkCellData.h>
#include <vtkDoubleArray.h>
#include <vtkNew.h>
#include <vtkPlaneSource.h>
#include <vtkPointData.h>
#include <vtkSphereSource.h>
#include <vtkUnsignedCharArray.h>

#include <cmath>
#include <functional>

namespace
{
  using Point = std::array<double, 3>;

  vtkNew<vtkDoubleArray>
  directions(vtkPolyData &surface, const bool of_points, const std::function<Point(Point)> &line)
  {
    vtkNew<vtkDoubleArray> array;
    array->SetName(vht::direction_array);
    array->SetNumberOfComponents(3);
    const vtkIdType n = of_points ? surface.GetNumberOfPoints() : surface.GetNumberOfCells();
    for (vtkIdType i = 0; i < n; ++i)
      {
        Point x;
        if (of_points)
          surface.GetPoint(i, x.data());
        else
          {
            double b[6];
            surface.GetCellBounds(i, b);
            x = {(b[0] + b[1]) / 2, (b[2] + b[3]) / 2, (b[4] + b[5]) / 2};
          }
        Point        value = line(x);
        const double sign  = i % 2 == 0 ? 1. : -1.; // a line has no sign
        for (double &c : value)
          c *= sign;
        array->InsertNextTuple(value.data());
      }
    return array;
  }
} // namespace

TEST(Isolines, LieWhereTheFieldHasTheLevel)
{
  vtkNew<vtkPlaneSource> plane;
  plane->SetResolution(10, 10);
  plane->Update();
  vtkPolyData           &surface = *plane->GetOutput();
  vtkNew<vtkDoubleArray> values;
  values->SetName(vht::shown_array);
  for (vtkIdType i = 0; i < surface.GetNumberOfPoints(); ++i)
    values->InsertNextValue(surface.GetPoint(i)[1] > 0.35 ? NAN : surface.GetPoint(i)[0]);
  surface.GetPointData()->AddArray(values);

  const auto lines = vht::isolines(surface, {0.13}, 1e-4);
  ASSERT_GT(lines->GetNumberOfPoints(), 0);
  const double *bounds = lines->GetBounds();
  EXPECT_NEAR(bounds[0], 0.13, 2e-4);
  EXPECT_NEAR(bounds[1], 0.13, 2e-4);
  EXPECT_NEAR(bounds[2], -0.5, 1e-3);
  EXPECT_NEAR(bounds[3], 0.3, 1e-3); // not into the cells with undefined corners
}

TEST(DirectionLines, StayOnTheSurfaceAndFollowTheField)
{
  vtkNew<vtkSphereSource> sphere;
  sphere->SetRadius(1.);
  sphere->SetThetaResolution(80);
  sphere->SetPhiResolution(60);
  sphere->Update();
  for (const bool of_points : {true, false})
    {
      vtkNew<vtkPolyData> surface;
      surface->DeepCopy(sphere->GetOutput());
      const auto circles = directions(*surface, of_points, [](const Point &x) { return Point{-x[1], x[0], 0.}; });
      of_points ? surface->GetPointData()->AddArray(circles) : surface->GetCellData()->AddArray(circles);

      const auto lines = vht::direction_lines(*surface, Point{0., 0., 1.}, 0.2);
      ASSERT_GT(lines->GetNumberOfCells(), 200);
      const vht::Colour flat   = vht::helix_colour(0.5);
      auto             *colour = lines->GetPointData()->GetScalars();
      for (vtkIdType i = 0; i < lines->GetNumberOfPoints(); ++i)
        {
          double x[3];
          lines->GetPoint(i, x);
          EXPECT_NEAR(std::hypot(x[0], x[1], x[2]), 1., 0.06);
          EXPECT_NEAR(colour->GetComponent(i, 0), 255 * flat[0], 3.);
        }
    }
}

TEST(DirectionLines, NoneWhereTheFieldStandsUpright)
{
  vtkNew<vtkPlaneSource> plane;
  plane->SetResolution(20, 20);
  plane->Update();
  const auto upright = directions(*plane->GetOutput(), true, [](const Point &) { return Point{0., 0., 1.}; });
  plane->GetOutput()->GetPointData()->AddArray(upright);
  EXPECT_EQ(vht::direction_lines(*plane->GetOutput(), std::nullopt, 0.1)->GetNumberOfCells(), 0);
}

TEST(DirectionLines, HelixAngleHasTheRightSign)
{
  // On a sphere about z, climbing while going round counter-clockwise is a positive angle.
  vtkNew<vtkSphereSource> sphere;
  sphere->SetThetaResolution(60);
  sphere->SetPhiResolution(60);
  sphere->SetStartPhi(60.);
  sphere->SetEndPhi(120.);
  sphere->Update();
  for (const double sign : {1., -1.})
    {
      vtkNew<vtkPolyData> surface;
      surface->DeepCopy(sphere->GetOutput());
      const auto helices = directions(*surface, true, [&](const Point &x) {
        const double r = std::hypot(x[0], x[1]);
        return Point{-x[1] / r, x[0] / r, sign};
      });
      surface->GetPointData()->AddArray(helices);
      const auto lines    = vht::direction_lines(*surface, Point{0., 0., 1.}, 0.);
      const auto expected = vht::helix_colour(0.5 + sign * 0.25);
      ASSERT_GT(lines->GetNumberOfPoints(), 0);
      double mean = 0.;
      for (vtkIdType i = 0; i < lines->GetNumberOfPoints(); ++i)
        mean += lines->GetPointData()->GetScalars()->GetComponent(i, 0) / lines->GetNumberOfPoints();
      EXPECT_NEAR(mean / 255., expected[0], 0.05);
    }
}
