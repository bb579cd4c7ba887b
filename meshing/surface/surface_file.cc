#include "meshing/surface/surface_file.h"

#include "meshing/formats/vtk_complaints.h"
#include "meshing/geometry.h"
#include "meshing/surface/surface_geometry.h"
#include "physics/error.h"
#include "physics/suggestion.h"

#include <boost/algorithm/string/case_conv.hpp>
#include <vtkCellArray.h>
#include <vtkCellArrayIterator.h>
#include <vtkCellData.h>
#include <vtkIntArray.h>
#include <vtkNew.h>
#include <vtkOBJReader.h>
#include <vtkPLYReader.h>
#include <vtkPLYWriter.h>
#include <vtkPointData.h>
#include <vtkPolyData.h>
#include <vtkPolyDataReader.h>
#include <vtkSTLReader.h>
#include <vtkSTLWriter.h>
#include <vtkStringArray.h>
#include <vtkTriangleFilter.h>
#include <vtkXMLPolyDataReader.h>
#include <vtkXMLPolyDataWriter.h>

#include <algorithm>
#include <cmath>

namespace vht::meshing
{
  namespace
  {
    template <typename Reader>
    vtkSmartPointer<vtkPolyData>
    read_with(const std::filesystem::path &file)
    {
      const VtkComplaints complaints;
      vtkNew<Reader>      reader;
      reader->SetFileName(file.c_str());
      if constexpr (std::is_same_v<Reader, vtkPolyDataReader>)
        {
          reader->ReadAllScalarsOn();
          reader->ReadAllFieldsOn();
        }
      vtkNew<vtkTriangleFilter> triangles;
      triangles->SetInputConnection(reader->GetOutputPort());
      triangles->PassVertsOff();
      triangles->PassLinesOff();
      triangles->Update();
      if (!complaints.first().empty())
        throw MeshError(file.string() + ": VTK cannot read it: " + complaints.first());
      return triangles->GetOutput();
    }

    std::string
    ending(const std::filesystem::path &file)
    {
      return boost::algorithm::to_lower_copy(file.extension().string());
    }

    vtkSmartPointer<vtkPolyData>
    read_triangles(const std::filesystem::path &file)
    {
      const std::string kind  = ending(file);
      const bool        known = kind == ".stl" || kind == ".ply" || kind == ".obj" || kind == ".vtp" || kind == ".vtk";
      if (!known)
        throw MeshError("The ending of " + file.string() +
                        " is unknown. Surfaces are read from .stl, .ply, .obj, .vtp and .vtk.");
      if (!std::filesystem::exists(file))
        throw MeshError("There is no surface file " + file.string() + ".");
      const auto data = kind == ".stl"   ? read_with<vtkSTLReader>(file)
                        : kind == ".ply" ? read_with<vtkPLYReader>(file)
                        : kind == ".obj" ? read_with<vtkOBJReader>(file)
                        : kind == ".vtp" ? read_with<vtkXMLPolyDataReader>(file)
                                         : read_with<vtkPolyDataReader>(file);
      if (data->GetNumberOfPolys() == 0)
        throw MeshError(file.string() + ": there are no triangles in it.");
      return data;
    }

    /** The tag of each triangle; from points by majority, the largest where all differ. */
    std::vector<Tag>
    tags_of(vtkPolyData *data, const SurfaceFile &source, const std::vector<std::array<Index, 3>> &triangles)
    {
      vtkDataArray *cells = data->GetCellData()->GetArray(source.tag_array.c_str());
      vtkDataArray *nodes = data->GetPointData()->GetArray(source.tag_array.c_str());
      if (cells == nullptr && nodes == nullptr)
        {
          std::vector<std::string> known;
          std::string              list;
          for (const vtkDataSetAttributes *set : {static_cast<vtkDataSetAttributes *>(data->GetCellData()),
                                                  static_cast<vtkDataSetAttributes *>(data->GetPointData())})
            for (int i = 0; i < const_cast<vtkDataSetAttributes *>(set)->GetNumberOfArrays(); ++i)
              if (const char *name = const_cast<vtkDataSetAttributes *>(set)->GetArrayName(i); name != nullptr)
                {
                  known.emplace_back(name);
                  list += (list.empty() ? "" : ", ") + known.back();
                }
          throw MeshError(source.file.string() + " has no array \"" + source.tag_array + "\"." +
                          did_you_mean(source.tag_array, known) + " It has: " + (list.empty() ? "none" : list) + ".");
        }
      std::vector<Tag> tags;
      for (std::size_t t = 0; t < triangles.size(); ++t)
        {
          if (cells != nullptr)
            {
              tags.push_back(static_cast<Tag>(std::lround(cells->GetTuple1(static_cast<vtkIdType>(t)))));
              continue;
            }
          std::array<Tag, 3> corner;
          for (unsigned k = 0; k < 3; ++k)
            corner[k] = static_cast<Tag>(std::lround(nodes->GetTuple1(triangles[t][k])));
          std::sort(corner.begin(), corner.end());
          tags.push_back(corner[0] == corner[1] ? corner[0] : corner[1] == corner[2] ? corner[1] : corner[2]);
        }
      return tags;
    }

    void
    append(TaggedSurface &surface, vtkPolyData *data, const SurfaceFile &source, Tag region)
    {
      const auto base = static_cast<Index>(surface.points.size());
      for (vtkIdType i = 0; i < data->GetNumberOfPoints(); ++i)
        {
          Point p;
          data->GetPoint(i, p.data());
          if (!std::all_of(p.begin(), p.end(), [](double x) { return std::isfinite(x); }))
            throw MeshError(source.file.string() + ": point " + std::to_string(i) +
                            " is not a place: a coordinate is "
                            "not finite.");
          surface.points.push_back(p);
        }
      std::vector<std::array<Index, 3>> triangles;
      const auto cells = vtkSmartPointer<vtkCellArrayIterator>::Take(data->GetPolys()->NewIterator());
      for (cells->GoToFirstCell(); !cells->IsDoneWithTraversal(); cells->GoToNextCell())
        {
          vtkIdType        n       = 0;
          const vtkIdType *corners = nullptr;
          cells->GetCurrentCell(n, corners);
          triangles.push_back(
            {static_cast<Index>(corners[0]), static_cast<Index>(corners[1]), static_cast<Index>(corners[2])});
        }
      std::vector<Tag> tags(triangles.size(), 0);
      if (!source.patch.empty())
        tags.assign(triangles.size(), tag_of(surface.patch_names, source.patch));
      else if (!source.tag_array.empty())
        tags = tags_of(data, source, triangles);
      for (std::size_t t = 0; t < triangles.size(); ++t)
        {
          const auto &[a, b, c] = triangles[t];
          surface.triangles.push_back({a + base, b + base, c + base});
          surface.sides.push_back({region, 0});
          surface.patches.push_back(tags[t]);
        }
    }

    /** Patches by tag need names; a negative tag or 0 gives none. */
    void
    name_patches(TaggedSurface &surface)
    {
      for (Tag &tag : surface.patches)
        if (tag > 0)
          surface.patch_names.try_emplace(tag, "patch_" + std::to_string(tag));
        else
          tag = 0;
    }

    // What a .vtp of ours carries besides triangles.
    constexpr const char *patch_array = "patch", *behind_array = "behind", *front_array = "front",
                         *patch_names = "patch names", *region_names = "region names";

    /** "7 inlet", a line each. */
    NameTable
    names_in(vtkPolyData *data, const char *array)
    {
      NameTable   names;
      const auto *texts = vtkStringArray::SafeDownCast(data->GetFieldData()->GetAbstractArray(array));
      for (vtkIdType i = 0; texts != nullptr && i < texts->GetNumberOfValues(); ++i)
        {
          const std::string text  = const_cast<vtkStringArray *>(texts)->GetValue(i);
          const std::size_t blank = text.find(' ');
          const Tag         tag   = std::atoi(text.c_str());
          if (tag > 0 && blank != std::string::npos)
            names[tag] = text.substr(blank + 1);
        }
      return names;
    }
  } // namespace


  TaggedSurface
  read_surface(const std::vector<SurfaceFile> &files, const std::string &region, double length_unit)
  {
    TaggedSurface surface;
    surface.region_names = {{1, region}};
    std::string names;
    for (const SurfaceFile &file : files)
      {
        append(surface, read_triangles(file.file), file, 1);
        names += (names.empty() ? "" : ", ") + file.file.string();
      }
    name_patches(surface);
    const BoundingBox box = bounding_box(surface);
    weld(surface, 1e-6 * norm(box.high - box.low)); // single precision, far from the origin of the scanner
    if (const double size = norm(box.high - box.low); !(area(surface) > 1e-12 * size * size))
      throw MeshError(names + ": the triangles have no area. Are all their corners the same, or on a line?");
    scale(surface, length_unit);
    return surface;
  }

  bool
  has_regions(const std::filesystem::path &file)
  {
    if (ending(file) != ".vtp")
      return false;
    const auto    data  = read_triangles(file);
    vtkFieldData *cells = data->GetCellData();
    return cells->HasArray(patch_array) && cells->HasArray(behind_array) && cells->HasArray(front_array);
  }

  TaggedSurface
  read_surface_with_regions(const std::filesystem::path &file)
  {
    const auto    data = read_triangles(file);
    TaggedSurface surface;
    append(surface, data, {file, "", patch_array}, 1);
    surface.patch_names  = names_in(data, patch_names);
    surface.region_names = names_in(data, region_names);
    name_patches(surface);
    const auto value = [&](const char *array, std::size_t t) {
      const double tag = data->GetCellData()->GetArray(array)->GetTuple1(static_cast<vtkIdType>(t));
      if (!(tag >= 0))
        throw MeshError(file.string() + ": the array \"" + array + "\" has the negative region " +
                        std::to_string(static_cast<int>(tag)) + " at triangle " + std::to_string(t) + ".");
      return static_cast<Tag>(tag);
    };
    for (std::size_t t = 0; t < surface.n_triangles(); ++t)
      {
        surface.sides[t] = {value(behind_array, t), value(front_array, t)};
        for (const Tag region : {surface.sides[t].behind, surface.sides[t].front})
          if (region > 0)
            surface.region_names.try_emplace(region, "region_" + std::to_string(region));
      }
    return surface;
  }

  namespace
  {
    vtkNew<vtkPolyData>
    as_polydata(const TaggedSurface &surface)
    {
      vtkNew<vtkPolyData>  data;
      vtkNew<vtkPoints>    points;
      vtkNew<vtkCellArray> cells;
      points->SetDataTypeToDouble();
      for (const Point &p : surface.points)
        points->InsertNextPoint(p.data());
      for (const auto &corners : surface.triangles)
        cells->InsertNextCell({corners[0], corners[1], corners[2]});
      data->SetPoints(points);
      data->SetPolys(cells);
      const auto add = [&](const char *name, const auto &value) {
        vtkNew<vtkIntArray> array;
        array->SetName(name);
        for (std::size_t t = 0; t < surface.n_triangles(); ++t)
          array->InsertNextValue(value(t));
        data->GetCellData()->AddArray(array);
      };
      add(patch_array, [&](std::size_t t) { return surface.patches[t]; });
      add(behind_array, [&](std::size_t t) { return surface.sides[t].behind; });
      add(front_array, [&](std::size_t t) { return surface.sides[t].front; });
      for (const auto &[title, table] :
           {std::pair(patch_names, &surface.patch_names), std::pair(region_names, &surface.region_names)})
        {
          vtkNew<vtkStringArray> names;
          names->SetName(title);
          for (const auto &[tag, name] : *table)
            names->InsertNextValue(std::to_string(tag) + " " + name);
          data->GetFieldData()->AddArray(names);
        }
      return data;
    }

    template <typename Writer>
    bool
    write_with(vtkPolyData *data, const std::filesystem::path &file)
    {
      const VtkComplaints complaints;
      vtkNew<Writer>      writer;
      writer->SetInputData(data);
      writer->SetFileName(file.c_str());
      if constexpr (!std::is_same_v<Writer, vtkXMLPolyDataWriter>)
        writer->SetFileTypeToBinary();
      return writer->Write() == 1 && complaints.first().empty();
    }
  } // namespace


  void
  write_surface(const TaggedSurface &surface, const std::filesystem::path &file)
  {
    const auto        data = as_polydata(surface);
    const std::string kind = ending(file);
    bool              done = false;
    if (kind == ".vtp")
      done = write_with<vtkXMLPolyDataWriter>(data, file);
    else if (kind == ".stl")
      done = write_with<vtkSTLWriter>(data, file);
    else if (kind == ".ply")
      done = write_with<vtkPLYWriter>(data, file);
    else
      throw InputError("A surface can be written as .vtp, .stl or .ply, not as " + file.filename().string() + ".");
    if (!done)
      throw InputError("The surface cannot be written to " + file.string() + ": is the folder there and writable?");
  }
} // namespace vht::meshing
