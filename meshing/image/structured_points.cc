#include "meshing/image/readers.h"

#include <vtkCallbackCommand.h>
#include <vtkDataArray.h>
#include <vtkFloatArray.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkStructuredPoints.h>
#include <vtkStructuredPointsReader.h>

namespace vht::meshing
{
  Image
  read_structured_points(const std::filesystem::path &file, const ImageConvention &convention)
  {
    bool                       failed = false;
    vtkNew<vtkCallbackCommand> note; // otherwise VTK prints and goes on
    note->SetClientData(&failed);
    note->SetCallback([](vtkObject *, unsigned long, void *flag, void *) { *static_cast<bool *>(flag) = true; });
    vtkNew<vtkStructuredPointsReader> reader;
    reader->AddObserver(vtkCommand::ErrorEvent, note);
    reader->AddObserver(vtkCommand::WarningEvent, note);
    reader->SetFileName(file.c_str());
    reader->Update();
    vtkStructuredPoints *points = reader->GetOutput();
    vtkDataArray        *values = points->GetPointData()->GetScalars();
    if (failed || values == nullptr)
      cannot_read(file, "it is truncated, or holds no STRUCTURED_POINTS with SCALARS as POINT_DATA.");
    if (values->GetNumberOfComponents() != 1)
      cannot_read(file,
                  "it has " + std::to_string(values->GetNumberOfComponents()) + " numbers per voxel instead of one.");

    Image image;
    for (unsigned d = 0; d < 3; ++d)
      {
        image.dimensions[d]          = static_cast<std::size_t>(points->GetDimensions()[d]);
        image.to_world.columns[d][d] = points->GetSpacing()[d];
        image.to_world.origin[d]     = points->GetOrigin()[d];
      }
    vtkNew<vtkFloatArray> numbers;
    numbers->DeepCopy(values);
    if (static_cast<std::size_t>(numbers->GetNumberOfTuples()) != image.n_voxels())
      cannot_read(file, "it is truncated.");
    image.values.assign(numbers->GetPointer(0), numbers->GetPointer(0) + image.n_voxels());

    scale(image.to_world, convention.length_unit.value_or(1e-3));
    image.convention = "ORIGIN and SPACING, axes not stated and taken for RAS";
    if (convention.axes != Axes::as_stated)
      image.convention = "ORIGIN and SPACING, RAS";
    if (convention.axes == Axes::lps)
      {
        turn_lps(image.to_world);
        image.convention = "ORIGIN and SPACING, LPS turned to RAS";
      }
    if (!trimmed(reader->GetHeader()).empty() && trimmed(reader->GetHeader()) != "vtk output")
      image.private_fields.push_back("title (second line)");
    return image;
  }
} // namespace vht::meshing
