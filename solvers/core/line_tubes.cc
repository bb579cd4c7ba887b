#include "solvers/core/line_tubes.h"

#include "solvers/core/polylines.h"
#include "solvers/core/surface_view.h"

#include <vtkCellArray.h>
#include <vtkDoubleArray.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkTubeFilter.h>

#include <algorithm>

namespace vht
{
  vtkSmartPointer<vtkPolyData>
  line_tubes(const std::vector<std::filesystem::path> &files, const Picture &picture)
  {
    vtkNew<vtkPoints>      points;
    vtkNew<vtkCellArray>   cells;
    vtkNew<vtkDoubleArray> radius, shown;
    radius->SetName("radius of the tube");
    shown->SetName(shown_array);
    points->SetDataTypeToDouble();
    for (const auto &file : files)
      {
        const Polylines lines = read_polylines(file);
        const auto     &radii = lines.at_points(picture.tube_radius, file);
        const auto      first = points->GetNumberOfPoints();
        for (std::size_t i = 0; i < lines.points.size(); ++i)
          {
            points->InsertNextPoint(lines.points[i].data());
            radius->InsertNextValue(radii[i]);
            shown->InsertNextValue(picture.field.empty() ? 0.
                                                         : picture.factor * lines.at_points(picture.field, file)[i]);
          }
        for (const auto &line : lines.lines)
          {
            cells->InsertNextCell(static_cast<int>(line.size()));
            for (const std::size_t point : line)
              cells->InsertCellPoint(first + static_cast<vtkIdType>(point));
          }
      }
    vtkNew<vtkPolyData> data;
    data->SetPoints(points);
    data->SetLines(cells);
    const double least = data->GetLength() / 500.;
    for (vtkIdType i = 0; i < radius->GetNumberOfValues(); ++i)
      radius->SetValue(i, std::max(least, radius->GetValue(i)));
    data->GetPointData()->AddArray(shown);
    data->GetPointData()->SetScalars(radius);

    vtkNew<vtkTubeFilter> tubes;
    tubes->SetInputData(data);
    tubes->SetVaryRadiusToVaryRadiusByAbsoluteScalar();
    tubes->SetNumberOfSides(12);
    tubes->CappingOn();
    tubes->Update();
    return tubes->GetOutput();
  }
} // namespace vht
