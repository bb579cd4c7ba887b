#include "solvers/core/canonical_order.h"

#include "tests/component/test_meshes.h"

#include <deal.II/base/mpi.h>

#include <gtest/gtest.h>

#include <numeric>
#include <set>

using namespace vht;
using namespace vht::test;

namespace
{
  namespace mpi = dealii::Utilities::MPI;

  /** At each owned degree of freedom a number that tells its place and component. */
  std::vector<double>
  fingerprints(const FunctionSpace &space)
  {
    std::vector<double>                          values(space.owned().n_elements());
    const auto                                   points = space.support_points();
    std::vector<dealii::types::global_dof_index> dofs(space.element().dofs_per_cell);
    for (const auto &cell : space.dofs().active_cell_iterators())
      if (!cell->is_artificial())
        {
          cell->get_dof_indices(dofs);
          for (unsigned int i = 0; i < dofs.size(); ++i)
            if (space.owned().is_element(dofs[i]))
              {
                const auto   local = space.owned().index_within_set(dofs[i]);
                const Point &p     = points[local];
                values[local] =
                  p[0] + 10. * p[1] + 100. * p[2] + 1000. * space.element().system_to_component_index(i).first;
              }
        }
    return values;
  }

  /** All slabs, one after the other, on every rank. */
  std::vector<double>
  join(const std::vector<double> &slab, MPI_Comm communicator)
  {
    std::vector<double> all;
    for (const auto &part : mpi::all_gather(communicator, slab))
      all.insert(all.end(), part.begin(), part.end());
    return all;
  }

  class CanonicalOrderOf : public testing::TestWithParam<std::tuple<CellShape, unsigned int, unsigned int>>
  {
  };
} // namespace

// The same mesh on all ranks together and on each rank alone.
TEST_P(CanonicalOrderOf, is_the_same_on_every_number_of_ranks)
{
  const auto [shape, degree, n_components] = GetParam();
  MeshFile file                            = make_box(shape, {5, 3, 4});
  distort(file);
  const Mesh           mesh(file, "box", MPI_COMM_WORLD), mesh_alone(file, "box", MPI_COMM_SELF);
  const FunctionSpace  space(mesh, degree, n_components), space_alone(mesh_alone, degree, n_components);
  const CanonicalOrder order(space), order_alone(space_alone);

  EXPECT_EQ(order.size(), space.n_dofs());
  const std::vector<double> together = join(order.to_slab(fingerprints(space)), MPI_COMM_WORLD);
  const std::vector<double> alone    = order_alone.to_slab(fingerprints(space_alone));
  ASSERT_EQ(together.size(), alone.size());
  for (std::size_t i = 0; i < alone.size(); ++i)
    ASSERT_NEAR(together[i], alone[i], 1e-12) << "canonical number " << i;
  EXPECT_EQ(std::set<double>(alone.begin(), alone.end()).size(), alone.size()) << "fingerprints have to differ";
}

TEST_P(CanonicalOrderOf, there_and_back_changes_nothing)
{
  const auto [shape, degree, n_components] = GetParam();
  const Mesh           mesh(make_box(shape, {5, 3, 4}), "box", MPI_COMM_WORLD);
  const FunctionSpace  space(mesh, degree, n_components);
  const CanonicalOrder order(space);
  const auto           values = fingerprints(space);
  EXPECT_EQ(order.from_slab(order.to_slab(values)), values);

  // And from the slabs' side: the canonical numbers themselves.
  std::vector<double> numbers(order.slab().second - order.slab().first);
  std::iota(numbers.begin(), numbers.end(), static_cast<double>(order.slab().first));
  EXPECT_EQ(order.to_slab(order.from_slab(numbers)), numbers);
}

TEST_P(CanonicalOrderOf, slabs_are_even_and_cover_everything)
{
  const auto [shape, degree, n_components] = GetParam();
  const Mesh           mesh(make_box(shape, {5, 3, 4}), "box", MPI_COMM_WORLD);
  const CanonicalOrder order(FunctionSpace(mesh, degree, n_components));
  const auto           slabs = mpi::all_gather(MPI_COMM_WORLD, order.slab());
  std::uint64_t        next  = 0;
  for (const auto &[first, last] : slabs)
    {
      EXPECT_EQ(first, next);
      EXPECT_LE(last - first, order.size() / slabs.size() + 1);
      next = last;
    }
  EXPECT_EQ(next, order.size());
}

// Values of cells: in the file's order of the cells, whoever owns them.
TEST(CanonicalOrderOfCells, is_the_files_order_on_every_number_of_ranks)
{
  const MeshFile       file = make_box(CellShape::hexahedra, {5, 3, 4});
  const Mesh           mesh(file, "box", MPI_COMM_WORLD);
  const CanonicalOrder order(mesh, 2);
  std::vector<double>  values;
  for (const auto &cell : mesh.triangulation().active_cell_iterators())
    if (cell->is_locally_owned())
      for (const double part : {1., 2.})
        values.push_back(part * (cell->center()[0] + 10. * cell->center()[1] + 100. * cell->center()[2]));

  ASSERT_EQ(order.size(), 2 * file.cells.size());
  const std::vector<double> all = join(order.to_slab(values), MPI_COMM_WORLD);
  for (std::size_t c = 0; c < file.cells.size(); ++c)
    {
      Point centre;
      for (const unsigned int node : file.cells[c].nodes)
        for (unsigned int d = 0; d < dim; ++d)
          centre[d] += file.points[node][d] / 8.;
      for (const unsigned int part : {0u, 1u})
        ASSERT_NEAR(all[2 * c + part], (part + 1.) * (centre[0] + 10. * centre[1] + 100. * centre[2]), 1e-10)
          << "cell " << c;
    }
  EXPECT_EQ(order.from_slab(order.to_slab(values)), values);
}

INSTANTIATE_TEST_SUITE_P(Elements,
                         CanonicalOrderOf,
                         testing::Combine(testing::Values(CellShape::tetrahedra, CellShape::hexahedra),
                                          testing::Values(1u, 2u),
                                          testing::Values(1u, 3u)),
                         [](const auto &info) {
                           return to_string(std::get<0>(info.param)) + "_degree_" +
                                  std::to_string(std::get<1>(info.param)) + "_components_" +
                                  std::to_string(std::get<2>(info.param));
                         });
