#include "meshing/formats/formats.h"
#include "meshing/formats/vtk_complaints.h"
#include "meshing/quadratic.h"
#include "physics/error.h"

#include <vtkCellArray.h>
#include <vtkCellData.h>
#include <vtkCellTypes.h>
#include <vtkDoubleArray.h>
#include <vtkFieldData.h>
#include <vtkIntArray.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkSmartPointer.h>
#include <vtkStringArray.h>
#include <vtkUnstructuredGrid.h>
#include <vtkUnstructuredGridReader.h>
#include <vtkXMLUnstructuredGridReader.h>
#include <vtkXMLUnstructuredGridWriter.h>

#include <set>

namespace vht::meshing
{
  namespace
  {
    vtkSmartPointer<vtkUnstructuredGrid>
    read_grid(const std::filesystem::path &file)
    {
      if (!std::filesystem::exists(file))
        throw MeshError("The file " + file.string() + " does not exist.");
      const VtkComplaints                  complaints;
      vtkSmartPointer<vtkUnstructuredGrid> grid;
      if (file.extension() == ".vtu")
        {
          vtkNew<vtkXMLUnstructuredGridReader> reader;
          reader->SetFileName(file.c_str());
          reader->Update();
          grid = reader->GetOutput();
        }
      else
        {
          vtkNew<vtkUnstructuredGridReader> reader;
          reader->SetFileName(file.c_str());
          reader->ReadAllScalarsOn();
          reader->ReadAllVectorsOn();
          reader->ReadAllTensorsOn();
          reader->ReadAllNormalsOn();
          reader->ReadAllFieldsOn();
          if (!reader->IsFileUnstructuredGrid())
            throw MeshError(file.string() + ": this is not a VTK unstructured grid. " + complaints.first());
          reader->Update();
          grid = reader->GetOutput();
        }
      if (!complaints.first().empty())
        throw MeshError(file.string() + ": VTK cannot read it: " + complaints.first());
      if (grid->GetNumberOfPoints() == 0 || grid->GetNumberOfCells() == 0)
        throw MeshError(file.string() + ": the grid has no points or no cells.");
      return grid;
    }

    CellShape
    shape_of(vtkUnstructuredGrid *grid, const std::filesystem::path &file)
    {
      vtkNew<vtkCellTypes> types;
      grid->GetCellTypes(types);
      std::set<int> volumes;
      for (vtkIdType i = 0; i < types->GetNumberOfTypes(); ++i)
        if (const int type = types->GetCellType(i); type >= VTK_TETRA && type != VTK_TRIANGLE_STRIP &&
                                                    type != VTK_QUADRATIC_TRIANGLE && type != VTK_BIQUADRATIC_QUAD)
          volumes.insert(type);
      if (volumes == std::set<int>{VTK_TETRA})
        return CellShape::tetrahedron;
      if (volumes == std::set<int>{VTK_HEXAHEDRON})
        return CellShape::hexahedron;
      std::string found;
      for (const int type : volumes)
        found += (found.empty() ? "" : ", ") + std::string(vtkCellTypes::GetClassNameFromTypeId(type));
      throw MeshError(file.string() + ": the volume cells are " + (found.empty() ? "missing" : found) +
                      ". Allowed are vtkTetra or vtkHexahedron, all of one kind; curved cells are read from .msh.");
    }

    /** Where programs keep the tags of cells. */
    vtkDataArray *
    tag_array(vtkUnstructuredGrid *grid, const char *ours)
    {
      for (const char *name : {ours, "gmsh:physical", "CellEntityIds", "region", "elemTag", "medit:ref", "MaterialIds",
                               "MaterialID", "material_id", "material", "ModelRegionID", "tag", "tags"})
        if (vtkDataArray *array = grid->GetCellData()->GetArray(name); array && array->GetNumberOfComponents() == 1)
          return array;
      return nullptr;
    }

    void
    read_names(NameTable &names, vtkUnstructuredGrid *grid, const char *name)
    {
      const auto *array = vtkStringArray::SafeDownCast(grid->GetFieldData()->GetAbstractArray(name));
      if (array == nullptr)
        return;
      for (vtkIdType i = 0; i < array->GetNumberOfValues(); ++i)
        {
          const std::string entry = const_cast<vtkStringArray *>(array)->GetValue(i);
          const auto        blank = entry.find(' ');
          if (blank != std::string::npos)
            names[std::stoi(entry)] = entry.substr(blank + 1);
        }
    }

    template <typename Include>
    void
    read_fields(std::vector<Field> &fields, vtkDataSetAttributes *data, vtkIdType n, const Include &include)
    {
      for (int k = 0; k < data->GetNumberOfArrays(); ++k)
        if (vtkDataArray *array = data->GetArray(k))
          {
            const std::string name = array->GetName() != nullptr ? array->GetName() : "field " + std::to_string(k);
            if (name == "region" || name == "surface")
              continue;
            Field field{name, static_cast<unsigned>(array->GetNumberOfComponents()), {}};
            for (vtkIdType i = 0; i < n; ++i)
              if (include(i))
                for (int c = 0; c < array->GetNumberOfComponents(); ++c)
                  field.values.push_back(array->GetComponent(i, c));
            fields.push_back(std::move(field));
          }
    }

    template <typename Array>
    void
    add_fields(vtkDataSetAttributes *data, const std::vector<Field> &fields, std::size_t padding)
    {
      for (const Field &field : fields)
        {
          vtkNew<Array> array;
          array->SetName(field.name.c_str());
          array->SetNumberOfComponents(static_cast<int>(field.components));
          for (const double value : field.values)
            array->InsertNextValue(value);
          for (std::size_t i = 0; i < padding * field.components; ++i)
            array->InsertNextValue(0.);
          data->AddArray(array);
        }
    }

    void
    add_names(vtkUnstructuredGrid *grid, const NameTable &names, const char *name)
    {
      vtkNew<vtkStringArray> array;
      array->SetName(name);
      for (const auto &[tag, text] : names)
        array->InsertNextValue(std::to_string(tag) + " " + text);
      grid->GetFieldData()->AddArray(array);
    }

    /** VTK's numbers of the kinds of cells. */
    struct CellTypes
    {
      int cell, face;
    };

    CellTypes
    cell_types(const TaggedMesh &mesh)
    {
      const bool tets = mesh.shape == CellShape::tetrahedron;
      if (mesh.order() > 1)
        return {tets ? VTK_QUADRATIC_TETRA : VTK_TRIQUADRATIC_HEXAHEDRON,
                tets ? VTK_QUADRATIC_TRIANGLE : VTK_BIQUADRATIC_QUAD};
      return {tets ? VTK_TETRA : VTK_HEXAHEDRON, tets ? VTK_TRIANGLE : VTK_QUAD};
    }

    /** Gmsh's number of VTK's k-th node: they differ on quadratic cells alone. */
    std::size_t
    in_gmsh(std::size_t k, std::size_t per_cell)
    {
      constexpr std::array<std::size_t, 10> tetrahedron = {0, 1, 2, 3, 4, 5, 6, 7, 9, 8};
      constexpr std::array<std::size_t, 27> hexahedron  = {0,  1,  2,  3,  4,  5,  6,  7,  8,  11, 13, 9,  16, 18,
                                                           19, 17, 10, 12, 14, 15, 22, 23, 21, 24, 20, 25, 26};
      return per_cell == tetrahedron.size() ? tetrahedron[k] : per_cell == hexahedron.size() ? hexahedron[k] : k;
    }

    void
    add_cells(vtkCellArray *cells, const std::vector<Index> &nodes, std::size_t per_cell)
    {
      for (std::size_t i = 0; i < nodes.size(); i += per_cell)
        {
          cells->InsertNextCell(static_cast<int>(per_cell));
          for (std::size_t k = 0; k < per_cell; ++k)
            cells->InsertCellPoint(nodes[i + in_gmsh(k, per_cell)]);
        }
    }
  } // namespace


  TaggedMesh
  read_vtk(const std::filesystem::path &file)
  {
    const auto grid = read_grid(file);
    TaggedMesh mesh;
    mesh.shape = shape_of(grid, file);
    mesh.points.resize(grid->GetNumberOfPoints());
    for (vtkIdType i = 0; i < grid->GetNumberOfPoints(); ++i)
      grid->GetPoint(i, mesh.points[i].data());

    vtkDataArray     *regions = tag_array(grid, "region"), *surfaces = tag_array(grid, "surface");
    const int         cell_type = mesh.shape == CellShape::tetrahedron ? VTK_TETRA : VTK_HEXAHEDRON;
    const int         face_type = mesh.shape == CellShape::tetrahedron ? VTK_TRIANGLE : VTK_QUAD;
    vtkNew<vtkIdList> points;
    for (vtkIdType i = 0; i < grid->GetNumberOfCells(); ++i)
      {
        const int  type = grid->GetCellType(i);
        const auto tag  = [i](vtkDataArray *array) { return static_cast<Tag>(array->GetComponent(i, 0)); };
        grid->GetCellPoints(i, points);
        std::array<Index, 8> corners{};
        for (vtkIdType k = 0; k < std::min<vtkIdType>(8, points->GetNumberOfIds()); ++k)
          corners[k] = static_cast<Index>(points->GetId(k));
        if (type == cell_type)
          {
            mesh.cells.insert(mesh.cells.end(), corners.begin(), corners.begin() + n_corners(mesh.shape));
            mesh.regions.push_back(regions != nullptr ? tag(regions) : 1);
          }
        else if (type == face_type && surfaces != nullptr && tag(surfaces) > 0)
          mesh.add_face(std::span(corners).first(n_face_corners(mesh.shape)), tag(surfaces));
      }

    read_names(mesh.region_names, grid, "region names");
    read_names(mesh.surface_names, grid, "surface names");
    read_fields(mesh.point_data, grid->GetPointData(), grid->GetNumberOfPoints(), [](vtkIdType) { return true; });
    read_fields(mesh.cell_data, grid->GetCellData(), grid->GetNumberOfCells(),
                [&](vtkIdType i) { return grid->GetCellType(i) == cell_type; });
    return mesh;
  }

  void
  write_vtu(const TaggedMesh &mesh, const std::filesystem::path &file, Encoding encoding)
  {
    const NodeLists   nodes(mesh);
    vtkNew<vtkPoints> points;
    points->SetDataTypeToDouble();
    for (const Point &x : nodes.points())
      points->InsertNextPoint(x.data());

    // Tagged faces follow the volume cells; each kind has 0 in the other's tag array.
    const CellTypes      type = cell_types(mesh);
    vtkNew<vtkCellArray> cells;
    add_cells(cells, nodes.cells(), nodes.per_cell());
    add_cells(cells, nodes.faces(), nodes.per_face());
    std::vector<int> types(mesh.n_cells(), type.cell);
    types.resize(mesh.n_cells() + mesh.n_faces(), type.face);

    vtkNew<vtkUnstructuredGrid> grid;
    grid->SetPoints(points);
    grid->SetCells(types.data(), cells);

    vtkNew<vtkIntArray> regions, surfaces;
    regions->SetName("region");
    surfaces->SetName("surface");
    for (const Tag tag : mesh.regions)
      {
        regions->InsertNextValue(tag);
        surfaces->InsertNextValue(0);
      }
    for (const Tag tag : mesh.surfaces)
      {
        regions->InsertNextValue(0);
        surfaces->InsertNextValue(tag);
      }
    grid->GetCellData()->AddArray(regions);
    grid->GetCellData()->AddArray(surfaces);
    add_fields<vtkDoubleArray>(grid->GetCellData(), mesh.cell_data, mesh.n_faces());
    add_fields<vtkDoubleArray>(grid->GetPointData(), nodes.point_data(), 0);
    add_names(grid, mesh.region_names, "region names");
    add_names(grid, mesh.surface_names, "surface names");

    const VtkComplaints                  complaints;
    vtkNew<vtkXMLUnstructuredGridWriter> writer;
    writer->SetFileName(file.c_str());
    writer->SetInputData(grid);
    if (encoding == Encoding::ascii)
      writer->SetDataModeToAscii();
    else
      writer->SetDataModeToAppended();
    writer->EncodeAppendedDataOff();
    if (writer->Write() == 0 || !complaints.first().empty())
      throw InputError("The mesh cannot be written to " + file.string() + ": " + complaints.first());
  }
} // namespace vht::meshing
