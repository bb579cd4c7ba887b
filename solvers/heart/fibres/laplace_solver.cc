#include "solvers/heart/fibres/laplace_solver.h"

#include "solvers/core/petsc.h"

#include <deal.II/base/function.h>
#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/fe_values.h>
#include <deal.II/lac/affine_constraints.h>
#include <deal.II/lac/dynamic_sparsity_pattern.h>
#include <deal.II/lac/full_matrix.h>
#include <deal.II/lac/sparsity_tools.h>
#include <deal.II/numerics/vector_tools_boundary.h>

#include <petscoptions.h>

#include <algorithm>

namespace vht
{
  namespace
  {
    const std::string prefix = "heart_fibres_";

    /** An option that the user may override on the command line. */
    void
    set_default(const std::string &name, const std::string &value)
    {
      const std::string option = "-" + prefix + name;
      PetscBool         given;
      VHT_PETSC(PetscOptionsHasName(nullptr, nullptr, option.c_str(), &given));
      if (given == PETSC_FALSE)
        VHT_PETSC(PetscOptionsSetValue(nullptr, option.c_str(), value.c_str()));
    }

    void
    integrate_stiffness(const dealii::FEValues<dim> &values, dealii::FullMatrix<double> &stiffness)
    {
      stiffness = 0.;
      for (const unsigned int q : values.quadrature_point_indices())
        for (unsigned int i = 0; i < stiffness.m(); ++i)
          for (unsigned int j = 0; j <= i; ++j)
            stiffness(i, j) += values.shape_grad(i, q) * values.shape_grad(j, q) * values.JxW(q);
      for (unsigned int i = 0; i < stiffness.m(); ++i)
        for (unsigned int j = 0; j < i; ++j)
          stiffness(j, i) = stiffness(i, j);
    }
  } // namespace


  LaplaceSolver::LaplaceSolver(const FunctionSpace             &space,
                               const std::vector<unsigned int> &surfaces,
                               const LinearSolverParameters    &parameters)
    : space_(space)
    , surfaces_(surfaces)
    , solver_(space.mesh().communicator(), prefix, parameters, KSPCG, PCHYPRE)
  {
    const Constraints              constraints = make_constraints(std::vector<double>(surfaces.size(), 0.));
    dealii::DynamicSparsityPattern pattern(space.relevant());
    dealii::DoFTools::make_sparsity_pattern(space.dofs(), pattern, constraints, false);
    dealii::SparsityTools::distribute_sparsity_pattern(pattern, space.owned(), space.mesh().communicator(),
                                                       space.relevant());
    matrix_.reinit(space.owned(), space.owned(), pattern, space.mesh().communicator());
    assemble_matrix(constraints);

    set_default("pc_hypre_boomeramg_strong_threshold", "0.5");
    set_default("pc_hypre_boomeramg_coarsen_type", "HMIS");
    set_default("pc_hypre_boomeramg_interp_type", "ext+i");
    set_default("pc_hypre_boomeramg_P_max", "4");
    solver_.set_operator(matrix_);
  }

  LaplaceSolver::Constraints
  LaplaceSolver::make_constraints(const std::vector<double> &surface_values) const
  {
    Constraints constraints(space_.relevant());
    for (unsigned int i = 0; i < surfaces_.size(); ++i)
      dealii::VectorTools::interpolate_boundary_values(space_.mapping(), space_.dofs(), surfaces_[i],
                                                       dealii::Functions::ConstantFunction<dim>(surface_values[i]),
                                                       constraints);
    constraints.close();
    return constraints;
  }

  void
  LaplaceSolver::assemble_matrix(const Constraints &constraints)
  {
    dealii::FEValues<dim> values(space_.mapping(), space_.element(), space_.quadrature(),
                                 dealii::update_gradients | dealii::update_JxW_values);

    std::vector<dealii::types::global_dof_index> dofs(space_.element().dofs_per_cell);
    dealii::FullMatrix<double>                   stiffness(dofs.size(), dofs.size());
    for (const auto &cell : space_.dofs().active_cell_iterators())
      if (cell->is_locally_owned())
        {
          values.reinit(cell);
          integrate_stiffness(values, stiffness);
          cell->get_dof_indices(dofs);
          constraints.distribute_local_to_global(stiffness, dofs, matrix_);
        }
    matrix_.compress(dealii::VectorOperation::add);
  }

  void
  LaplaceSolver::assemble_source(const Constraints &constraints, double source, Vector &right_hand_side) const
  {
    dealii::FEValues<dim> values(space_.mapping(), space_.element(), space_.quadrature(),
                                 dealii::update_values | dealii::update_gradients | dealii::update_JxW_values);

    std::vector<dealii::types::global_dof_index> dofs(space_.element().dofs_per_cell);
    dealii::FullMatrix<double>                   stiffness(dofs.size(), dofs.size());
    dealii::Vector<double>                       load(dofs.size());
    for (const auto &cell : space_.dofs().active_cell_iterators())
      if (cell->is_locally_owned())
        {
          cell->get_dof_indices(dofs);
          const bool lifted = std::any_of(dofs.begin(), dofs.end(), [&](const auto dof) {
            return constraints.is_inhomogeneously_constrained(dof);
          });
          if (!lifted && source == 0.)
            continue;
          values.reinit(cell);
          integrate_stiffness(values, stiffness);
          for (unsigned int i = 0; i < dofs.size(); ++i)
            {
              load(i) = 0.;
              for (const unsigned int q : values.quadrature_point_indices())
                load(i) += source * values.shape_value(i, q) * values.JxW(q);
            }
          constraints.distribute_local_to_global(load, dofs, right_hand_side, stiffness);
        }
  }

  void
  LaplaceSolver::assemble_inflow(const Constraints &constraints, const Inflow &inflow, Vector &right_hand_side) const
  {
    dealii::FEFaceValues<dim> values(space_.mapping(), space_.element(), space_.face_quadrature(),
                                     dealii::update_values | dealii::update_quadrature_points |
                                       dealii::update_JxW_values);

    const unsigned int                           n = space_.element().dofs_per_cell;
    dealii::Vector<double>                       load(n);
    std::vector<dealii::types::global_dof_index> dofs(n);
    for (const auto &cell : space_.dofs().active_cell_iterators())
      if (cell->is_locally_owned())
        for (const unsigned int f : cell->face_indices())
          if (cell->at_boundary(f) && cell->face(f)->boundary_id() == inflow.surface)
            {
              values.reinit(cell, f);
              load = 0.;
              for (const unsigned int q : values.quadrature_point_indices())
                for (unsigned int i = 0; i < n; ++i)
                  load(i) += inflow.density(values.quadrature_point(q)) * values.shape_value(i, q) * values.JxW(q);
              cell->get_dof_indices(dofs);
              constraints.distribute_local_to_global(load, dofs, right_hand_side);
            }
  }

  Vector
  LaplaceSolver::solve(const std::vector<double> &surface_values, double source, const std::vector<Inflow> &inflows)
  {
    const Constraints constraints     = make_constraints(surface_values);
    Vector            right_hand_side = space_.make_vector(), solution = space_.make_vector();
    assemble_source(constraints, source, right_hand_side);
    for (const Inflow &inflow : inflows)
      assemble_inflow(constraints, inflow, right_hand_side);
    right_hand_side.compress(dealii::VectorOperation::add);

    // Rows of given values hold the diagonal alone and nothing on the right: the values are put in afterwards.
    iterations_.push_back(solver_.solve(solution, right_hand_side));
    constraints.distribute(solution);
    solution.update_ghost_values();
    return solution;
  }
} // namespace vht
