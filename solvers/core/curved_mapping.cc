#include "solvers/core/curved_mapping.h"

#include <deal.II/fe/fe_simplex_p.h>
#include <deal.II/fe/mapping_fe.h>
#include <deal.II/fe/mapping_q.h>

namespace vht
{
  namespace
  {
    using CellIterator = dealii::Triangulation<dim>::cell_iterator;

    // Degree of the geometry of curved cells.
    constexpr unsigned int quadratic = 2;

    std::vector<Point>
    nodes_of(const CurvedCells &cells, const CellIterator &cell)
    {
      const auto nodes = cells.nodes(cell->active_cell_index());
      return {nodes.begin(), nodes.end()};
    }

    class CurvedTetrahedra final : public dealii::MappingFE<dim>
    {
    public:
      explicit CurvedTetrahedra(const CurvedCells &cells)
        : MappingFE(dealii::FE_SimplexP<dim>(quadratic))
        , cells_(cells)
      {
      }

      std::unique_ptr<Mapping>
      clone() const override
      {
        return std::make_unique<CurvedTetrahedra>(cells_);
      }

    protected:
      std::vector<Point>
      compute_mapping_support_points(const CellIterator &cell) const override
      {
        return nodes_of(cells_, cell);
      }

    private:
      const CurvedCells &cells_;
    };

    class CurvedHexahedra final : public dealii::MappingQ<dim>
    {
    public:
      explicit CurvedHexahedra(const CurvedCells &cells)
        : MappingQ(quadratic)
        , cells_(cells)
      {
      }

      std::unique_ptr<Mapping>
      clone() const override
      {
        return std::make_unique<CurvedHexahedra>(cells_);
      }

    protected:
      std::vector<Point>
      compute_mapping_support_points(const CellIterator &cell) const override
      {
        return nodes_of(cells_, cell);
      }

    private:
      const CurvedCells &cells_;
    };
  } // namespace

  std::unique_ptr<dealii::Mapping<dim>>
  make_mapping(const Mesh &mesh)
  {
    const CurvedCells &curved = mesh.curved_cells();
    if (curved.empty() && mesh.is_simplex())
      return std::make_unique<dealii::MappingFE<dim>>(dealii::FE_SimplexP<dim>(1));
    if (curved.empty())
      return std::make_unique<dealii::MappingQ<dim>>(1);
    if (mesh.is_simplex())
      return std::make_unique<CurvedTetrahedra>(curved);
    return std::make_unique<CurvedHexahedra>(curved);
  }
} // namespace vht
