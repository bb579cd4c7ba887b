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

    /** A mapping of deal.II whose support points are the nodes of the mesh's cells. */
    template <typename QuadraticMapping>
    class CurvedMapping final : public QuadraticMapping
    {
    public:
      template <typename Degree>
      CurvedMapping(const Degree &degree, const CurvedCells &cells)
        : QuadraticMapping(degree)
        , cells_(cells)
      {
      }

      // The copy shares the nodes.
      std::unique_ptr<dealii::Mapping<dim>>
      clone() const override
      {
        return std::make_unique<CurvedMapping>(*this);
      }

    protected:
      std::vector<Point>
      compute_mapping_support_points(const CellIterator &cell) const override
      {
        const auto nodes = cells_.nodes(cell->active_cell_index());
        return {nodes.begin(), nodes.end()};
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
      return std::make_unique<CurvedMapping<dealii::MappingFE<dim>>>(dealii::FE_SimplexP<dim>(quadratic), curved);
    return std::make_unique<CurvedMapping<dealii::MappingQ<dim>>>(quadratic, curved);
  }
} // namespace vht
