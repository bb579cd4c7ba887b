#include "physics/error.h"
#include "solvers/core/collective.h"
#include "solvers/core/curved_mapping.h"
#include "solvers/core/mesh.h"

#include <deal.II/base/mpi.h>
#include <deal.II/fe/fe_q.h>
#include <deal.II/fe/fe_simplex_p.h>
#include <deal.II/fe/fe_values.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <sstream>

// What a mesh measures of itself.

namespace vht
{
  namespace
  {
    namespace mpi = dealii::Utilities::MPI;

    constexpr unsigned int untagged = 0;

    std::unique_ptr<dealii::FiniteElement<dim>>
    make_linear_element(bool simplex)
    {
      if (simplex)
        return std::make_unique<dealii::FE_SimplexP<dim>>(1);
      return std::make_unique<dealii::FE_Q<dim>>(1);
    }
  } // namespace

  void
  Mesh::refuse_folded_cells() const
  {
    // The determinant is looked at in the nodes and at the points of a rule.
    const auto         element = make_linear_element(is_simplex());
    std::vector<Point> places  = element->reference_cell().get_gauss_type_quadrature<dim>(3).get_points();
    const auto         nodes   = is_simplex() ? dealii::FE_SimplexP<dim>(2).get_unit_support_points()
                                              : dealii::FE_Q<dim>(2).get_unit_support_points();
    places.insert(places.end(), nodes.begin(), nodes.end());
    const auto            mapping = make_mapping(*this);
    dealii::FEValues<dim> values(*mapping, *element, dealii::Quadrature<dim>(places), dealii::update_jacobians);

    std::ostringstream where;
    std::size_t        n_folded = 0;
    for (const auto &cell : triangulation_.active_cell_iterators())
      if (cell->is_locally_owned())
        {
          values.reinit(cell);
          bool folded = false;
          for (const unsigned int q : values.quadrature_point_indices())
            folded |= !(values.jacobian(q).determinant() > 0.);
          if (folded && ++n_folded == 1)
            where << "(" << cell->center() * 1e3 << ") mm";
        }
    const auto places_of_ranks = mpi::all_gather(communicator(), where.str());
    const auto first           = std::find_if(places_of_ranks.begin(), places_of_ranks.end(),
                                              [](const std::string &place) { return !place.empty(); });
    if (const auto n = mpi::sum(n_folded, communicator()); n > 0)
      throw MeshError("The mesh " + name_ + " has " + std::to_string(n) +
                      " curved cells that are folded or turned inside out, the first around " + *first +
                      ". Make the mesh finer or its cells straight (order 1).");
  }

  namespace
  {
    /** Volumes of cells and areas of their faces, straight or curved. */
    class CellMeasures
    {
    public:
      explicit CellMeasures(const Mesh &mesh)
        : element_(make_linear_element(mesh.is_simplex()))
        , mapping_(make_mapping(mesh))
        , values_(*mapping_,
                  *element_,
                  element_->reference_cell().get_gauss_type_quadrature<dim>(n_points(mesh)),
                  dealii::update_JxW_values)
        , face_values_(*mapping_,
                       *element_,
                       element_->reference_cell().face_reference_cell(0).get_gauss_type_quadrature<dim - 1>(
                         n_points(mesh)),
                       dealii::update_JxW_values)
      {
      }

      template <typename Cell>
      double
      volume(const Cell &cell)
      {
        values_.reinit(cell);
        return sum(values_.get_JxW_values());
      }

      template <typename Cell>
      double
      area(const Cell &cell, unsigned int face)
      {
        face_values_.reinit(cell, face);
        return sum(face_values_.get_JxW_values());
      }

    private:
      /** Exact for volumes; areas of curved faces are integrals of a root. */
      static unsigned int
      n_points(const Mesh &mesh)
      {
        return mesh.is_curved() ? 3 : 2;
      }

      static double
      sum(const std::vector<double> &weights)
      {
        return std::accumulate(weights.begin(), weights.end(), 0.);
      }

      std::unique_ptr<dealii::FiniteElement<dim>> element_;
      std::unique_ptr<dealii::Mapping<dim>>       mapping_;
      dealii::FEValues<dim>                       values_;
      dealii::FEFaceValues<dim>                   face_values_;
    };
  } // namespace

  void
  Mesh::measure_groups(const NameTable &region_names, const NameTable &surface_names)
  {
    CellMeasures                   measures(*this);
    std::map<unsigned int, double> volume, boundary_area, interface_area;
    for (const auto &cell : triangulation_.active_cell_iterators())
      if (cell->is_locally_owned())
        {
          volume[cell->material_id()] += measures.volume(cell);
          for (const unsigned int f : cell->face_indices())
            if (cell->at_boundary(f))
              boundary_area[cell->face(f)->boundary_id()] += measures.area(cell, f);
            else if (const auto face = interface_faces_.find({cell->id(), f}); face != interface_faces_.end())
              interface_area[face->second] += 0.5 * measures.area(cell, f); // seen from both sides
        }

    const MPI_Comm comm = communicator();
    for (const auto &[name, tag] : region_names)
      regions_.push_back({name, tag, mpi::sum(volume[tag], comm)});
    for (const auto &[name, tag] : surface_names)
      {
        const double outside = mpi::sum(boundary_area[tag], comm), inside = mpi::sum(interface_area[tag], comm);
        if (inside > 0.)
          interfaces_.push_back({name, tag, inside});
        if (outside > 0.)
          surfaces_.push_back({name, tag, outside});
      }
    if (regions_.empty())
      regions_.push_back({"all", untagged, mpi::sum(volume[untagged], comm)});
  }

  void
  Mesh::measure_extent()
  {
    Point low, high;
    for (unsigned int d = 0; d < dim; ++d)
      {
        low[d]  = std::numeric_limits<double>::max();
        high[d] = std::numeric_limits<double>::lowest();
      }
    double      edge_sum = 0., n_edges = 0.;
    std::size_t cut        = 0; // faces, seen from both sides
    const auto  extend_box = [&](const Point &x) {
      for (unsigned int d = 0; d < dim; ++d)
        {
          low[d]  = std::min(low[d], x[d]);
          high[d] = std::max(high[d], x[d]);
        }
    };
    for (const auto &cell : triangulation_.active_cell_iterators())
      if (cell->is_locally_owned())
        {
          for (const unsigned int v : cell->vertex_indices())
            extend_box(cell->vertex(v));
          if (is_curved())
            for (const Point &node : curved_cells_.nodes(cell->active_cell_index()))
              extend_box(node);
          for (const unsigned int l : cell->line_indices())
            edge_sum += cell->line(l)->measure();
          n_edges += cell->n_lines();
          for (const unsigned int f : cell->face_indices())
            cut += !cell->at_boundary(f) && cell->neighbor(f)->is_ghost();
        }

    const MPI_Comm comm = communicator();
    bounding_box_       = {Point(mpi::min(low[0], comm), mpi::min(low[1], comm), mpi::min(low[2], comm)),
                           Point(mpi::max(high[0], comm), mpi::max(high[1], comm), mpi::max(high[2], comm))};
    mean_edge_length_   = mpi::sum(edge_sum, comm) / mpi::sum(n_edges, comm);

    const std::size_t mine = triangulation_.n_locally_owned_active_cells();
    partition_.most_cells  = mpi::max(mine, comm);
    partition_.imbalance =
      static_cast<double>(partition_.most_cells) * mpi::n_mpi_processes(comm) / static_cast<double>(n_cells()) - 1.;
    partition_.edge_cut = mpi::sum(cut, comm) / 2;
  }
} // namespace vht
