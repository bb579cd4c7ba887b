#include "solvers/elasticity/node_places.h"

#include "physics/error.h"
#include "solvers/core/canonical_order.h"
#include "solvers/core/collective.h"
#include "solvers/core/csv_file.h"

#include <deal.II/base/mpi.h>
#include <deal.II/fe/fe_values.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <string>
#include <vector>

namespace vht
{
  namespace
  {
    namespace mpi = dealii::Utilities::MPI;

    constexpr const char *columns[2 * dim] = {"image x [m]",    "image y [m]",    "image z [m]",
                                              "unloaded x [m]", "unloaded y [m]", "unloaded z [m]"};

    // Of the mesh's size: as far may the image of a file be from this one.
    constexpr double rounding = 1e-9;
  } // namespace

  NodePlaces
  node_places(const FunctionSpace &space)
  {
    NodePlaces places;
    for (Vector &each : places)
      each = space.make_vector();
    const dealii::Quadrature<dim> nodes(space.element().get_unit_support_points());
    dealii::FEValues<dim>         values(space.mapping(), space.element(), nodes, dealii::update_quadrature_points);
    std::vector<dealii::types::global_dof_index> dofs(nodes.size());
    for (const auto &cell : space.dofs().active_cell_iterators())
      if (!cell->is_artificial())
        {
          values.reinit(cell);
          cell->get_dof_indices(dofs);
          for (unsigned int a = 0; a < dofs.size(); ++a)
            if (space.owned().is_element(dofs[a]))
              for (unsigned int d = 0; d < dim; ++d)
                places[d](dofs[a]) = values.quadrature_point(a)[d];
        }
    return places;
  }

  void
  move_to(const NodePlaces &places, const FunctionSpace &space, Mesh &mesh)
  {
    for (const Vector &each : places)
      each.update_ghost_values();
    const auto                                  &triangulation = mesh.triangulation();
    const std::size_t                            n_nodes       = space.element().dofs_per_cell;
    const bool                                   all           = space.degree() > 1;
    std::vector<Point>                           now(all ? triangulation.n_active_cells() * n_nodes : 0);
    std::vector<dealii::types::global_dof_index> dofs(n_nodes);
    if (!all)
      now = triangulation.get_vertices();
    for (const auto &cell : space.dofs().active_cell_iterators())
      if (!cell->is_artificial())
        {
          cell->get_dof_indices(dofs);
          for (std::size_t a = 0; a < n_nodes; ++a)
            for (unsigned int d = 0; d < dim; ++d)
              now[all ? cell->active_cell_index() * n_nodes + a : cell->vertex_index(a)][d] = places[d](dofs[a]);
        }
    for (const Vector &each : places)
      each.zero_out_ghost_values();
    if (all)
      mesh.move_nodes(std::move(now));
    else
      mesh.move_vertices(now);
  }

  void
  write_places(const std::filesystem::path &file,
               const FunctionSpace         &space,
               const NodePlaces            &image,
               const NodePlaces            &unloaded)
  {
    const MPI_Comm                   communicator = space.mesh().communicator();
    const CanonicalOrder             order(space);
    std::vector<std::vector<double>> values; // by column
    for (const NodePlaces *places : {&image, &unloaded})
      for (const Vector &each : *places)
        {
          const auto slabs  = mpi::gather(communicator, order.to_slab({each.begin(), each.locally_owned_size()}), 0);
          auto      &column = values.emplace_back();
          for (const auto &slab : slabs)
            column.insert(column.end(), slab.begin(), slab.end());
        }
    collectively(communicator, [&]() {
      if (mpi::this_mpi_process(communicator) != 0)
        return;
      std::ofstream out(file);
      out.precision(17);
      for (std::size_t c = 0; c < values.size(); ++c)
        out << (c == 0 ? "" : ",") << columns[c];
      for (std::size_t row = 0; row < values.front().size(); ++row)
        for (std::size_t c = 0; c < values.size(); ++c)
          out << (c == 0 ? '\n' : ',') << values[c][row];
      out << '\n';
      if (!out.flush())
        throw InputError("The unloaded body cannot be written to " + file.string() + ".");
    });
  }

  NodePlaces
  read_places(const std::filesystem::path &file, const FunctionSpace &space, const NodePlaces &image)
  {
    const MPI_Comm       communicator = space.mesh().communicator();
    const CanonicalOrder order(space);
    const auto           other_mesh = [&]() {
      return InputError("The unloaded body in " + file.string() +
                                  " belongs to another mesh, or is not whole. Run without --restart.");
    };
    std::array<std::vector<double>, 2 * dim> values; // of this rank's slab, by column
    collectively(communicator, [&]() {
      if (!std::filesystem::exists(file))
        throw InputError("There is no " + file.string() +
                         ", which holds the unloaded body that the checkpoint belongs to. Run without --restart.");
      const CsvFile table(file);
      if (table.n_rows() != order.size())
        throw other_mesh();
      for (unsigned int c = 0; c < 2 * dim; ++c)
        {
          const auto numbers = table.numbers(table.column(columns[c]));
          values[c].assign(numbers.begin() + order.slab().first, numbers.begin() + order.slab().second);
          if (std::any_of(values[c].begin(), values[c].end(), [](double x) { return std::isnan(x); }))
            throw other_mesh();
        }
    });

    NodePlaces unloaded;
    double     distance = 0.;
    for (unsigned int d = 0; d < dim; ++d)
      {
        const auto of_image = order.from_slab(values[d]), of_body = order.from_slab(values[dim + d]);
        unloaded[d] = space.make_vector();
        std::copy(of_body.begin(), of_body.end(), unloaded[d].begin());
        for (std::size_t n = 0; n < of_image.size(); ++n)
          distance = std::max(distance, std::abs(of_image[n] - image[d].local_element(n)));
      }
    const auto &[low, high] = space.mesh().bounding_box();
    if (mpi::max(distance, communicator) > rounding * low.distance(high))
      throw other_mesh();
    return unloaded;
  }
} // namespace vht
