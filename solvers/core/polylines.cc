#include "solvers/core/polylines.h"

#include "physics/error.h"
#include "physics/suggestion.h"
#include "solvers/core/offscreen.h"

#include <vtkCellArray.h>
#include <vtkCellData.h>
#include <vtkDoubleArray.h>
#include <vtkIdList.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkXMLPolyDataReader.h>
#include <vtkXMLPolyDataWriter.h>

namespace vht
{
  namespace
  {
    void
    add(vtkFieldData &to, const Polylines::Field &field)
    {
      vtkNew<vtkDoubleArray> array;
      array->SetName(field.name.c_str());
      array->SetNumberOfValues(static_cast<vtkIdType>(field.values.size()));
      for (std::size_t i = 0; i < field.values.size(); ++i)
        array->SetValue(static_cast<vtkIdType>(i), field.values[i]);
      to.AddArray(array);
    }

    /** @param[in] which  numbers of the tuples that are wanted */
    std::vector<Polylines::Field>
    fields(vtkFieldData &from, const std::vector<vtkIdType> &which)
    {
      std::vector<Polylines::Field> result;
      for (int i = 0; i < from.GetNumberOfArrays(); ++i)
        if (vtkDataArray *array = from.GetArray(i); array != nullptr && array->GetNumberOfComponents() == 1)
          {
            Polylines::Field &field = result.emplace_back();
            field.name              = array->GetName() != nullptr ? array->GetName() : "";
            for (const vtkIdType at : which)
              field.values.push_back(array->GetComponent(at, 0));
          }
      return result;
    }
  } // namespace

  const std::vector<double> &
  Polylines::at_points(const std::string &name, const std::filesystem::path &file) const
  {
    std::vector<std::string> known;
    for (const Field &field : point_fields)
      {
        if (field.name == name)
          return field.values;
        known.push_back(field.name);
      }
    std::string list;
    for (const std::string &each : known)
      list.append(list.empty() ? "" : ", ").append(each);
    throw InputError(file.string() + ": the points have no field \"" + name + "\"." + did_you_mean(name, known) +
                     " Fields: " + (list.empty() ? "none" : list) + ".");
  }

  void
  write_polylines(const std::filesystem::path &file, const Polylines &lines)
  {
    const QuietVtk    quiet;
    vtkNew<vtkPoints> points;
    points->SetDataTypeToDouble();
    for (const auto &point : lines.points)
      points->InsertNextPoint(point.data());
    vtkNew<vtkCellArray> cells;
    for (const auto &line : lines.lines)
      {
        cells->InsertNextCell(static_cast<int>(line.size()));
        for (const std::size_t point : line)
          cells->InsertCellPoint(static_cast<vtkIdType>(point));
      }
    vtkNew<vtkPolyData> data;
    data->SetPoints(points);
    data->SetLines(cells);
    for (const auto &field : lines.point_fields)
      add(*data->GetPointData(), field);
    for (const auto &field : lines.line_fields)
      add(*data->GetCellData(), field);

    const std::filesystem::path  aside = file.string() + ".part";
    vtkNew<vtkXMLPolyDataWriter> writer;
    writer->SetFileName(aside.c_str());
    writer->SetInputData(data);
    if (writer->Write() == 0)
      throw InputError("The file " + aside.string() + " cannot be written. Is the disk full?");
    std::filesystem::rename(aside, file);
  }

  Polylines
  read_polylines(const std::filesystem::path &file)
  {
    const QuietVtk quiet;
    if (!std::filesystem::exists(file))
      throw InputError("There is no file " + file.string() + " with lines.");
    vtkNew<vtkXMLPolyDataReader> reader;
    reader->SetFileName(file.c_str());
    reader->Update();
    vtkPolyData *data = reader->GetOutput();
    if (reader->GetErrorCode() != 0 || data == nullptr || data->GetNumberOfLines() == 0)
      throw InputError("The file " + file.string() + " cannot be read as lines (.vtp). Is it complete?");

    Polylines              result;
    std::vector<vtkIdType> all_points, all_lines;
    for (vtkIdType i = 0; i < data->GetNumberOfPoints(); ++i)
      {
        data->GetPoint(i, result.points.emplace_back().data());
        all_points.push_back(i);
      }
    vtkNew<vtkIdList> ids;
    for (vtkIdType cell = 0; cell < data->GetNumberOfLines(); ++cell)
      {
        data->GetLines()->GetCellAtId(cell, ids);
        auto &line = result.lines.emplace_back();
        for (vtkIdType i = 0; i < ids->GetNumberOfIds(); ++i)
          line.push_back(static_cast<std::size_t>(ids->GetId(i)));
        all_lines.push_back(data->GetNumberOfVerts() + cell); // cell data count the single points first
      }
    result.point_fields = fields(*data->GetPointData(), all_points);
    result.line_fields  = fields(*data->GetCellData(), all_lines);
    return result;
  }
} // namespace vht
