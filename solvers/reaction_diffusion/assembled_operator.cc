#include "physics/error.h"
#include "solvers/core/petsc.h"
#include "solvers/reaction_diffusion/operator.h"

#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/fe_values.h>
#include <deal.II/lac/dynamic_sparsity_pattern.h>
#include <deal.II/lac/full_matrix.h>
#include <deal.II/lac/petsc_sparse_matrix.h>
#include <deal.II/lac/sparsity_tools.h>

namespace vht
{
  namespace
  {
    class AssembledDiffusion final : public DiffusionOperator
    {
    public:
      AssembledDiffusion(const FunctionSpace &space, const DiffusionTensors &tensors, bool lumped, double step)
        : lumped_(lumped)
        , step_(step)
        , lumped_mass_(space.owned(), space.mesh().communicator())
        , work_(space.owned(), space.mesh().communicator())
      {
        reserve(space);
        assemble(space, tensors);
      }

      void
      increment(Vector &dst, const Vector &u, const Vector &rate) const override
      {
        // dt (M r - K u) = M (u + dt r) - (M + dt K) u: two products, and K need not be kept.
        for (unsigned int i = 0; i < u.locally_owned_size(); ++i)
          work_.local_element(i) = u.local_element(i) + step_ * rate.local_element(i);

        const PetscView dst_view(dst), u_view(u), work_view(work_);
        VHT_PETSC(MatMult(system_, u_view, dst_view));
        if (lumped_)
          for (unsigned int i = 0; i < dst.locally_owned_size(); ++i)
            dst.local_element(i) = lumped_mass_.local_element(i) * work_.local_element(i) - dst.local_element(i);
        else
          {
            VHT_PETSC(VecScale(dst_view, -1.));
            VHT_PETSC(MatMultAdd(mass_, work_view, dst_view, dst_view));
          }
      }

      Mat
      system() const override
      {
        return system_;
      }

      std::string
      description() const override
      {
        return "assembled";
      }

    private:
      void
      reserve(const FunctionSpace &space)
      {
        dealii::DynamicSparsityPattern pattern(space.relevant());
        dealii::DoFTools::make_sparsity_pattern(space.dofs(), pattern, dealii::AffineConstraints<double>(), false);
        dealii::SparsityTools::distribute_sparsity_pattern(pattern, space.owned(), space.mesh().communicator(),
                                                           space.relevant());
        system_.reinit(space.owned(), space.owned(), pattern, space.mesh().communicator());
        if (!lumped_)
          mass_.reinit(space.owned(), space.owned(), pattern, space.mesh().communicator());
      }

      void
      assemble(const FunctionSpace &space, const DiffusionTensors &tensors)
      {
        dealii::FEValues<dim> values(space.mapping(), space.element(), space.quadrature(),
                                     dealii::update_values | dealii::update_gradients | dealii::update_JxW_values);
        const unsigned int    n = values.dofs_per_cell, n_points = values.n_quadrature_points;

        dealii::FullMatrix<double>                   cell_mass(n, n), cell_system(n, n);
        std::vector<dealii::types::global_dof_index> dofs(n);
        Vector                                       row_sums = space.make_vector();
        for (const auto &cell : space.dofs().active_cell_iterators())
          if (cell->is_locally_owned())
            {
              values.reinit(cell);
              cell->get_dof_indices(dofs);
              cell_mass   = 0.;
              cell_system = 0.;
              for (unsigned int q = 0; q < n_points; ++q)
                {
                  const auto &tensor = tensors[cell->active_cell_index() * n_points + q];
                  for (unsigned int i = 0; i < n; ++i)
                    {
                      const Tensor flux = step_ * values.JxW(q) * (tensor * values.shape_grad(i, q));
                      const double mass = values.JxW(q) * values.shape_value(i, q);
                      for (unsigned int j = 0; j < n; ++j)
                        {
                          cell_mass(i, j) += mass * values.shape_value(j, q);
                          cell_system(i, j) += flux * values.shape_grad(j, q);
                        }
                    }
                }
              if (lumped_)
                for (unsigned int i = 0; i < n; ++i)
                  for (unsigned int j = 0; j < n; ++j)
                    {
                      row_sums(dofs[i]) += cell_mass(i, j);
                      cell_system(i, i) += cell_mass(i, j);
                    }
              else
                {
                  cell_system.add(1., cell_mass);
                  mass_.add(dofs, cell_mass);
                }
              system_.add(dofs, cell_system);
            }
        system_.compress(dealii::VectorOperation::add);
        if (lumped_)
          {
            row_sums.compress(dealii::VectorOperation::add);
            lumped_mass_.copy_locally_owned_data_from(row_sums);
          }
        else
          mass_.compress(dealii::VectorOperation::add);
      }

      bool                                     lumped_;
      double                                   step_;
      dealii::PETScWrappers::MPI::SparseMatrix system_, mass_;
      Vector                                   lumped_mass_;
      mutable Vector                           work_;
    };
  } // namespace

  std::unique_ptr<DiffusionOperator>
  make_assembled_diffusion(const FunctionSpace &space, const DiffusionTensors &tensors, bool lumped, double step)
  {
    return std::make_unique<AssembledDiffusion>(space, tensors, lumped, step);
  }

  std::unique_ptr<DiffusionOperator>
  make_diffusion_operator(const FunctionSpace    &space,
                          const DiffusionTensors &tensors,
                          const std::string      &mass,
                          double                  step)
  {
    const bool lumped = mass == "lumped", simplex = space.mesh().is_simplex();
    if (lumped && simplex && space.degree() > 1)
      throw InputError(
        "Space/Mass = lumped needs degree 1 on tetrahedra: the row sums of degree 2 vanish at the vertices. "
        "Set Space/Mass = consistent.");
    if (!simplex && space.degree() > 1)
      return make_matrix_free_diffusion(space, tensors, lumped, step);
    return make_assembled_diffusion(space, tensors, lumped, step);
  }
} // namespace vht
