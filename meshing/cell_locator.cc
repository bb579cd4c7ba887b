#include "meshing/cell_locator.h"

#include "physics/error.h"

#include <vtkCellArray.h>
#include <vtkCellType.h>
#include <vtkGenericCell.h>
#include <vtkNew.h>
#include <vtkPoints.h>
#include <vtkStaticCellLocator.h>
#include <vtkUnstructuredGrid.h>

#include <cmath>

namespace vht::meshing
{
  struct CellLocator::Inside
  {
    vtkNew<vtkUnstructuredGrid>  grid;
    vtkNew<vtkStaticCellLocator> locator;
    vtkNew<vtkGenericCell>       cell;
  };

  CellLocator::CellLocator(const TaggedMesh &mesh)
    : inside_(std::make_unique<Inside>())
  {
    if (mesh.n_cells() == 0)
      throw MeshError("The mesh to look into has no cells.");
    vtkNew<vtkPoints> points;
    points->SetDataTypeToDouble();
    for (const Point &x : mesh.points)
      points->InsertNextPoint(x.data());
    vtkNew<vtkCellArray> cells;
    for (std::size_t i = 0; i < mesh.n_cells(); ++i)
      {
        cells->InsertNextCell(static_cast<int>(n_corners(mesh.shape)));
        for (const Index corner : mesh.cell(i))
          cells->InsertCellPoint(corner);
      }
    inside_->grid->SetPoints(points);
    inside_->grid->SetCells(mesh.shape == CellShape::tetrahedron ? VTK_TETRA : VTK_HEXAHEDRON, cells);
    inside_->locator->SetDataSet(inside_->grid);
    inside_->locator->BuildLocator();
  }

  CellLocator::~CellLocator() = default;

  CellLocator::Hit
  CellLocator::operator()(const Point &point) const
  {
    Hit                   hit;
    Point                 x = point;
    std::array<double, 3> parametric{};
    int                   part = 0;
    if (const vtkIdType cell =
          inside_->locator->FindCell(x.data(), 0, inside_->cell.Get(), parametric.data(), hit.weights.data());
        cell >= 0)
      {
        hit.cell = static_cast<std::size_t>(cell);
        return hit;
      }
    Point     nearest{};
    vtkIdType cell    = 0;
    double    squared = 0;
    inside_->locator->FindClosestPoint(x.data(), nearest.data(), inside_->cell.Get(), cell, part, squared);
    hit.cell     = static_cast<std::size_t>(cell);
    hit.distance = std::sqrt(squared);
    inside_->grid->GetCell(cell, inside_->cell.Get());
    inside_->cell->EvaluatePosition(nearest.data(), nullptr, part, parametric.data(), squared, hit.weights.data());
    return hit;
  }
} // namespace vht::meshing
