#include "solvers/elasticity/mixed_space.h"

#include "physics/error.h"

#include <deal.II/base/mpi.h>

#include <algorithm>

namespace vht
{
  namespace
  {
    dealii::IndexSet
    three_of_each(const dealii::IndexSet &nodes)
    {
      dealii::IndexSet result(3 * nodes.size());
      for (auto range = nodes.begin_intervals(); range != nodes.end_intervals(); ++range)
        result.add_range(3 * *range->begin(), 3 * (range->last() + 1));
      result.compress();
      return result;
    }

    Continuity
    stable(Continuity of_pressure, const Mesh &mesh)
    {
      if (of_pressure == Continuity::discontinuous && mesh.is_simplex())
        throw InputError("Space/Pressure = discontinuous needs a mesh of hexahedra: on tetrahedra its pressure "
                         "oscillates. Take hexahedra, or Space/Pressure = continuous.");
      return of_pressure;
    }
  } // namespace

  MixedSpace::MixedSpace(const Mesh &mesh, Continuity of_pressure)
    : nodes_(mesh, 2)
    , pressures_(mesh, 1, 1, stable(of_pressure, mesh))
    , owned_displacements_(three_of_each(nodes_.owned()))
    , relevant_displacements_(three_of_each(nodes_.relevant()))
    , owned_unknowns_(n_unknowns())
  {
    if (of_pressure == Continuity::discontinuous)
      vertices_.emplace(mesh, 1);
    const auto n     = n_owned_displacements() + pressures_.owned().n_elements();
    const auto sizes = dealii::Utilities::MPI::all_gather(mesh.communicator(), n);
    const auto rank  = dealii::Utilities::MPI::this_mpi_process(mesh.communicator());
    auto       first = decltype(n)(0);
    for (unsigned int r = 0; r < rank; ++r)
      first += sizes[r];
    owned_unknowns_.add_range(first, first + n);
  }

  std::string
  MixedSpace::name() const
  {
    return mesh().is_simplex() ? "P2/P1" : vertices_ ? "Q2/P1disc" : "Q2/Q1";
  }

  Vector
  MixedSpace::make_displacement() const
  {
    return Vector(owned_displacements_, relevant_displacements_, mesh().communicator());
  }

  Vector
  MixedSpace::make_pressure() const
  {
    return pressures_.make_vector();
  }

  Vector
  MixedSpace::make_unknown() const
  {
    return Vector(owned_unknowns_, mesh().communicator());
  }

  Vector
  MixedSpace::make_unknown(std::size_t n_further) const
  {
    const MPI_Comm   comm  = mesh().communicator();
    const bool       first = dealii::Utilities::MPI::this_mpi_process(comm) == 0;
    dealii::IndexSet owned(n_unknowns() + n_further);
    const auto       begin = owned_unknowns_.n_elements() > 0 ? owned_unknowns_.nth_index_in_set(0) : 0;
    const auto       n     = owned_unknowns_.n_elements();
    if (first)
      owned.add_range(begin, begin + n + n_further);
    else
      owned.add_range(begin + n_further, begin + n + n_further);
    return Vector(owned, comm);
  }

  void
  MixedSpace::split(const Vector &unknown, Vector &displacement, Vector &pressure) const
  {
    const auto middle = unknown.begin() + n_owned_displacements();
    std::copy(unknown.begin(), middle, displacement.begin());
    std::copy_n(middle, pressure.locally_owned_size(), pressure.begin());
  }

  void
  MixedSpace::join(const Vector &displacement, const Vector &pressure, Vector &unknown) const
  {
    std::copy(pressure.begin(), pressure.end(), std::copy(displacement.begin(), displacement.end(), unknown.begin()));
  }
} // namespace vht
