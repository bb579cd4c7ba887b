#pragma once

// An exact solution with zero flux through the faces of the unit cube, and what the tests need of it.

#include "solvers/core/function_space.h"
#include "solvers/reaction_diffusion/operator.h"

#include <deal.II/base/function.h>
#include <deal.II/base/quadrature_lib.h>
#include <deal.II/fe/fe_values.h>
#include <deal.II/lac/vector.h>
#include <deal.II/numerics/vector_tools.h>

#include <array>
#include <cmath>
#include <numbers>

namespace vht::test
{
  /** Diagonal of the diffusion tensor [m^2/s]. */
  constexpr std::array<double, 3> diffusivity = {{0.5, 0.2, 0.1}};

  /** cos(pi x) cos(2 pi y) cos(pi z): an eigenfunction of div(D grad) on the unit cube without flux. */
  class Wave final : public dealii::Function<dim>
  {
  public:
    double
    value(const Point &x, unsigned int = 0) const override
    {
      return std::cos(k[0] * x[0]) * std::cos(k[1] * x[1]) * std::cos(k[2] * x[2]);
    }

    dealii::Tensor<1, dim>
    gradient(const Point &x, unsigned int = 0) const override
    {
      Tensor result;
      for (unsigned int d = 0; d < dim; ++d)
        {
          result[d] = -k[d] * std::sin(k[d] * x[d]);
          for (unsigned int e = 0; e < dim; ++e)
            if (e != d)
              result[d] *= std::cos(k[e] * x[e]);
        }
      return result;
    }

    /** div(D grad wave) = -eigenvalue wave. */
    static double
    eigenvalue()
    {
      double sum = 0.;
      for (unsigned int d = 0; d < dim; ++d)
        sum += diffusivity[d] * k[d] * k[d];
      return sum;
    }

  private:
    static constexpr std::array<double, 3> k = {{std::numbers::pi, 2. * std::numbers::pi, std::numbers::pi}};
  };

  inline DiffusionTensors
  constant_tensors(const FunctionSpace &space)
  {
    dealii::SymmetricTensor<2, dim> tensor;
    for (unsigned int d = 0; d < dim; ++d)
      tensor[d][d] = diffusivity[d];
    return DiffusionTensors(space.mesh().triangulation().n_active_cells() * space.quadrature().size(), tensor);
  }

  /** A full tensor that changes from place to place, positive definite everywhere. */
  inline DiffusionTensors
  varying_tensors(const FunctionSpace &space)
  {
    DiffusionTensors      tensors(space.mesh().triangulation().n_active_cells() * space.quadrature().size());
    dealii::FEValues<dim> values(space.mapping(), space.element(), space.quadrature(),
                                 dealii::update_quadrature_points);
    for (const auto &cell : space.dofs().active_cell_iterators())
      if (cell->is_locally_owned())
        {
          values.reinit(cell);
          for (unsigned int q = 0; q < space.quadrature().size(); ++q)
            {
              const Point &x = values.quadrature_point(q);
              Tensor       fibre;
              fibre[0]     = std::cos(x[2]);
              fibre[1]     = std::sin(x[2]);
              fibre[2]     = 0.3 * x[0];
              auto &tensor = tensors[cell->active_cell_index() * space.quadrature().size() + q];
              tensor       = symmetrize(outer_product(fibre, fibre)) + 0.1 * dealii::unit_symmetric_tensor<dim>();
            }
        }
    return tensors;
  }

  /** Values of a function at the nodes, ghosts up to date. */
  inline Vector
  interpolate(const FunctionSpace &space, const dealii::Function<dim> &function)
  {
    Vector     vector = space.make_vector();
    const auto places = space.support_points();
    for (unsigned int i = 0; i < places.size(); ++i)
      vector.local_element(i) = function.value(places[i]);
    vector.update_ghost_values();
    return vector;
  }

  /** L2 norm and H1 seminorm of u - wave; @p u has ghosts. Collective. */
  inline std::array<double, 2>
  errors(const FunctionSpace &space, const Vector &u)
  {
    // Exact enough that the error of the rule does not show.
    const dealii::Quadrature<dim> quadrature = space.mesh().is_simplex()
                                                 ? dealii::Quadrature<dim>(dealii::QGaussSimplex<dim>(4))
                                                 : dealii::Quadrature<dim>(dealii::QGauss<dim>(4));
    dealii::Vector<double>        per_cell(space.mesh().triangulation().n_active_cells());
    std::array<double, 2>         result;
    for (unsigned int i = 0; i < 2; ++i)
      {
        const auto norm = i == 0 ? dealii::VectorTools::L2_norm : dealii::VectorTools::H1_seminorm;
        dealii::VectorTools::integrate_difference(space.mapping(), space.dofs(), u, Wave(), per_cell, quadrature, norm);
        result[i] = dealii::VectorTools::compute_global_error(space.mesh().triangulation(), per_cell, norm);
      }
    return result;
  }
} // namespace vht::test
