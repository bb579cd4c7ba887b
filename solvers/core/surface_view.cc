#include "solvers/core/surface_view.h"

#include "physics/error.h"
#include "physics/suggestion.h"
#include "solvers/core/line_tubes.h"
#include "solvers/core/offscreen.h"

#include <vtkCellArray.h>
#include <vtkCellData.h>
#include <vtkDataArraySelection.h>
#include <vtkDataSetSurfaceFilter.h>
#include <vtkDoubleArray.h>
#include <vtkGenericCell.h>
#include <vtkIdList.h>
#include <vtkNew.h>
#include <vtkPlane.h>
#include <vtkPointData.h>
#include <vtkTableBasedClipDataSet.h>
#include <vtkUnsignedCharArray.h>
#include <vtkUnstructuredGrid.h>
#include <vtkXMLPUnstructuredGridReader.h>
#include <vtkXMLUnstructuredGridReader.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>

namespace vht
{
  namespace
  {
    namespace fs = std::filesystem;
    using Point  = std::array<double, 3>;

    template <typename Reader>
    vtkSmartPointer<vtkUnstructuredGrid>
    read_with(const fs::path &file, const std::vector<std::string> &names)
    {
      vtkNew<Reader> reader;
      reader->SetFileName(file.c_str());
      reader->UpdateInformation();
      std::vector<std::string> known;
      for (auto *selection : {reader->GetPointDataArraySelection(), reader->GetCellDataArraySelection()})
        {
          for (int i = 0; i < selection->GetNumberOfArrays(); ++i)
            known.emplace_back(selection->GetArrayName(i));
          selection->DisableAllArrays();
          for (const auto &name : names)
            if (selection->ArrayExists(name.c_str()))
              selection->EnableArray(name.c_str());
        }
      for (const auto &name : names)
        if (std::find(known.begin(), known.end(), name) == known.end())
          {
            std::string list;
            for (const auto &entry : known)
              list.append(list.empty() ? "" : ", ").append(entry);
            throw InputError("There is no field \"" + name + "\" in " + file.string() + "." +
                             did_you_mean(name, known) + " It holds: " + (list.empty() ? "nothing" : list) + ".");
          }
      reader->Update();
      if (reader->GetErrorCode() != 0)
        throw InputError("The mesh " + file.string() + " cannot be read. Is it complete?");
      return reader->GetOutput();
    }

    vtkSmartPointer<vtkUnstructuredGrid>
    read(const fs::path &file, const std::vector<std::string> &names)
    {
      if (!fs::exists(file))
        throw InputError("There is no file " + file.string() + " to draw.");
      if (file.extension() == ".pvtu")
        return read_with<vtkXMLPUnstructuredGridReader>(file, names);
      if (file.extension() == ".vtu")
        return read_with<vtkXMLUnstructuredGridReader>(file, names);
      throw InputError("The file " + file.string() + " cannot be drawn: .vtu or .pvtu is needed.");
    }

    void
    move(vtkUnstructuredGrid &piece, const std::string &name)
    {
      vtkDataArray *displacement = piece.GetPointData()->GetArray(name.c_str());
      if (displacement == nullptr || displacement->GetNumberOfComponents() != 3)
        throw InputError("The field \"" + name + "\" cannot move the mesh: a vector at the points is needed.");
      vtkNew<vtkPoints> moved;
      moved->SetDataTypeToDouble();
      moved->SetNumberOfPoints(piece.GetNumberOfPoints());
      for (vtkIdType i = 0; i < piece.GetNumberOfPoints(); ++i)
        {
          Point where;
          piece.GetPoint(i, where.data());
          for (int d = 0; d < 3; ++d)
            where[d] += displacement->GetComponent(i, d);
          moved->SetPoint(i, where.data());
        }
      piece.SetPoints(moved);
    }

    int
    dimension(const int cell_type)
    {
      static std::map<int, int> known;
      if (const auto entry = known.find(cell_type); entry != known.end())
        return entry->second;
      const auto cell         = vtkSmartPointer<vtkCell>::Take(vtkGenericCell::InstantiateCell(cell_type));
      return known[cell_type] = cell ? cell->GetCellDimension() : -1;
    }

    struct PointHash
    {
      std::size_t
      operator()(const Point &point) const
      {
        std::size_t seed = 0;
        for (const double x : point)
          seed ^= std::hash<double>()(x + 0.) + 0x9e3779b97f4a7c15ull + (seed << 6) + (seed >> 2);
        return seed;
      }
    };

    /** Values of one field for points or cells; several values given to one point are averaged. */
    struct Field
    {
      std::string         name;
      int                 components = 1;
      double              factor     = 1.;
      std::vector<double> values, counts;

      void
      add(const std::size_t at, vtkDataArray &source, const vtkIdType from)
      {
        if (values.size() < (at + 1) * components)
          {
            values.resize((at + 1) * components, 0.);
            counts.resize(at + 1, 0.);
          }
        ++counts[at];
        const int available = source.GetNumberOfComponents();
        if (components == 1 && available > 1)
          {
            double square = 0.;
            for (int c = 0; c < available; ++c)
              square += source.GetComponent(from, c) * source.GetComponent(from, c);
            values[at] += std::sqrt(square);
          }
        else
          for (int c = 0; c < std::min(components, available); ++c)
            values[at * components + c] += source.GetComponent(from, c);
      }

      vtkSmartPointer<vtkDoubleArray>
      array(const vtkIdType size) const
      {
        auto result = vtkSmartPointer<vtkDoubleArray>::New();
        result->SetName(name.c_str());
        result->SetNumberOfComponents(components);
        result->SetNumberOfTuples(size);
        for (std::size_t i = 0; i < counts.size(); ++i)
          for (int c = 0; c < components; ++c)
            result->SetComponent(i, c, factor * values[i * components + c] / counts[i]);
        return result;
      }
    };

    /** One grid out of many pieces, equal points made one, cells of other dimensions left out. */
    class Merger
    {
    public:
      Merger(const Picture &picture)
        : picture_(picture)
      {
        if (!picture.field.empty())
          sources_.push_back({picture.field, {shown_array, 1, picture.factor, {}, {}}, {}});
        if (!picture.directions.empty())
          sources_.push_back({picture.directions, {direction_array, 3, 1., {}, {}}, {}});
        for (auto &source : sources_)
          source.of_cells = source.of_points;
      }

      void
      add(vtkUnstructuredGrid &piece, const int wanted_dimension)
      {
        std::vector<vtkIdType> point(piece.GetNumberOfPoints(), -1);
        vtkNew<vtkIdList>      ids;
        for (vtkIdType cell = 0; cell < piece.GetNumberOfCells(); ++cell)
          {
            if (dimension(piece.GetCellType(cell)) != wanted_dimension)
              continue;
            piece.GetCellPoints(cell, ids);
            if (removed(piece, *ids))
              continue;
            for (vtkIdType i = 0; i < ids->GetNumberOfIds(); ++i)
              {
                const vtkIdType old = ids->GetId(i);
                if (point[old] < 0)
                  point[old] = merged(piece, old);
                ids->SetId(i, point[old]);
              }
            for (auto &source : sources_)
              if (auto *array = piece.GetCellData()->GetArray(source.name.c_str()))
                source.of_cells.add(types_->GetNumberOfValues(), *array, cell);
            cells_->InsertNextCell(ids);
            types_->InsertNextValue(static_cast<unsigned char>(piece.GetCellType(cell)));
          }
      }

      vtkSmartPointer<vtkUnstructuredGrid>
      grid() const
      {
        auto result = vtkSmartPointer<vtkUnstructuredGrid>::New();
        result->SetPoints(points_);
        result->SetCells(types_, cells_);
        for (const auto &source : sources_)
          {
            if (!source.of_points.values.empty())
              result->GetPointData()->AddArray(source.of_points.array(points_->GetNumberOfPoints()));
            if (!source.of_cells.values.empty())
              result->GetCellData()->AddArray(source.of_cells.array(types_->GetNumberOfValues()));
          }
        return result;
      }

    private:
      struct Source
      {
        std::string name;
        Field       of_points, of_cells;
      };

      const Picture                                  &picture_;
      std::vector<Source>                             sources_;
      std::unordered_map<Point, vtkIdType, PointHash> known_;
      vtkNew<vtkPoints>                               points_;
      vtkNew<vtkCellArray>                            cells_;
      vtkNew<vtkUnsignedCharArray>                    types_;

      vtkIdType
      merged(vtkUnstructuredGrid &piece, const vtkIdType old)
      {
        Point where;
        piece.GetPoint(old, where.data());
        // Pieces of other ranks may differ in the last digit: compare as single precision.
        const Point key            = {float(where[0]), float(where[1]), float(where[2])};
        const auto [entry, is_new] = known_.emplace(key, points_->GetNumberOfPoints());
        if (is_new)
          points_->InsertNextPoint(where.data());
        for (auto &source : sources_)
          if (auto *array = piece.GetPointData()->GetArray(source.name.c_str()))
            source.of_points.add(entry->second, *array, old);
        return entry->second;
      }

      /** With edges shown a cut goes along whole cells. */
      bool
      removed(vtkUnstructuredGrid &piece, vtkIdList &ids) const
      {
        if (!picture_.cut || !picture_.edges)
          return false;
        double height = 0.;
        for (vtkIdType i = 0; i < ids.GetNumberOfIds(); ++i)
          {
            const double *x = piece.GetPoint(ids.GetId(i));
            for (int d = 0; d < 3; ++d)
              height += (x[d] - picture_.cut->point[d]) * picture_.cut->normal[d];
          }
        return height > 0.;
      }
    };

    int
    highest_dimension(const std::vector<vtkSmartPointer<vtkUnstructuredGrid>> &pieces)
    {
      std::set<int> types;
      for (const auto &piece : pieces)
        for (vtkIdType cell = 0; cell < piece->GetNumberOfCells(); ++cell)
          types.insert(piece->GetCellType(cell));
      int highest = 0;
      for (const int type : types)
        highest = std::max(highest, dimension(type));
      return highest;
    }
  } // namespace

  vtkSmartPointer<vtkPolyData>
  visible_surface(const std::vector<fs::path> &meshes, const Picture &picture)
  {
    const QuietVtk quiet;
    if (!picture.tube_radius.empty())
      return line_tubes(meshes, picture);
    std::vector<std::string> names;
    for (const auto &name : {picture.field, picture.directions, picture.moved_by})
      if (!name.empty())
        names.push_back(name);

    std::vector<vtkSmartPointer<vtkUnstructuredGrid>> pieces;
    for (const auto &mesh : meshes)
      {
        pieces.push_back(read(mesh, names));
        if (!picture.moved_by.empty())
          move(*pieces.back(), picture.moved_by);
      }

    Merger    merger(picture);
    const int wanted = picture.only_surface ? 2 : highest_dimension(pieces);
    for (auto &piece : pieces)
      merger.add(*piece, wanted);
    vtkSmartPointer<vtkUnstructuredGrid> grid = merger.grid();

    if (picture.cut && !picture.edges)
      {
        vtkNew<vtkPlane> plane;
        plane->SetOrigin(picture.cut->point.data());
        plane->SetNormal(picture.cut->normal.data());
        vtkNew<vtkTableBasedClipDataSet> clip;
        clip->SetInputData(grid);
        clip->SetClipFunction(plane);
        clip->InsideOutOn();
        clip->Update();
        grid = clip->GetOutput();
      }

    vtkNew<vtkDataSetSurfaceFilter> surface;
    surface->SetInputData(grid);
    surface->SetNonlinearSubdivisionLevel(2);
    surface->Update();
    if (surface->GetOutput()->GetNumberOfCells() == 0)
      throw InputError("Nothing is left to draw of " + (meshes.empty() ? "no mesh at all" : meshes.front().string()) +
                       (picture.cut ? ": the cut takes everything away." : ": it has no cells of the wanted kind."));
    return surface->GetOutput();
  }
} // namespace vht
