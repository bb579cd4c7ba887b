#include "solvers/nonlinear_diffusion/operator.h"

#include <deal.II/base/function.h>
#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/fe_values.h>
#include <deal.II/lac/dynamic_sparsity_pattern.h>
#include <deal.II/lac/full_matrix.h>
#include <deal.II/lac/sparsity_tools.h>
#include <deal.II/lac/vector.h>
#include <deal.II/numerics/vector_tools.h>

namespace vht
{
  namespace
  {
    using namespace dealii;

    /** The law and the field at the quadrature points of one cell. */
    class PointValues
    {
    public:
      explicit PointValues(unsigned int n)
        : temperature(n)
        , conductivity(n)
        , slope(n)
        , gradient(n)
      {
      }

      void
      evaluate(const FEValues<dim> &cell, const Vector &field, const Conductivity &law)
      {
        cell.get_function_values(field, temperature);
        cell.get_function_gradients(field, gradient);
        law.evaluate(temperature, conductivity);
        law.derivative(temperature, slope);
      }

      std::vector<double> temperature, conductivity, slope;
      std::vector<Tensor> gradient;
    };

    /** Visit the owned cells with their shape functions and degrees of freedom. */
    template <typename Visit>
    void
    for_each_cell(const FunctionSpace &space, UpdateFlags flags, const Visit &visit)
    {
      FEValues<dim> values(space.mapping(), space.element(), space.quadrature(), flags | update_JxW_values);
      std::vector<types::global_dof_index> dofs(space.element().dofs_per_cell);
      for (const auto &cell : space.dofs().active_cell_iterators())
        if (cell->is_locally_owned())
          {
            values.reinit(cell);
            cell->get_dof_indices(dofs);
            visit(values, dofs);
          }
    }
  } // namespace

  DiffusionOperator::DiffusionOperator(const FunctionSpace &space, const Conductivity &law, const DiffusionLoads &loads)
    : space_(space)
    , law_(law)
    , fixed_(space.relevant())
    , loads_(space.make_vector())
  {
    fix_temperatures(loads);
    assemble_loads(loads);
  }

  void
  DiffusionOperator::fix_temperatures(const DiffusionLoads &loads)
  {
    for (const auto &[surface, temperature] : loads.temperature)
      {
        const ScalarFunctionFromFunctionObject<dim> function(temperature);
        VectorTools::interpolate_boundary_values(space_.mapping(), space_.dofs(), surface, function, given_);
      }
    for (const auto &[dof, value] : given_)
      fixed_.add_line(dof);
    fixed_.close();
  }

  void
  DiffusionOperator::assemble_loads(const DiffusionLoads &loads)
  {
    const FiniteElement<dim> &element = space_.element();
    dealii::Vector<double>    local(element.dofs_per_cell);

    if (loads.source)
      for_each_cell(space_, update_values | update_quadrature_points, [&](const auto &cell, const auto &dofs) {
        local = 0.;
        for (const unsigned int q : cell.quadrature_point_indices())
          for (const unsigned int i : cell.dof_indices())
            local[i] += loads.source(cell.quadrature_point(q)) * cell.shape_value(i, q) * cell.JxW(q);
        fixed_.distribute_local_to_global(local, dofs, loads_);
      });

    FEFaceValues<dim>                    face(space_.mapping(), element, space_.face_quadrature(),
                                              update_values | update_quadrature_points | update_JxW_values);
    std::vector<types::global_dof_index> dofs(element.dofs_per_cell);
    for (const auto &cell : space_.dofs().active_cell_iterators())
      if (cell->is_locally_owned())
        for (const unsigned int f : cell->face_indices())
          if (const auto inflow = loads.inflow.find(cell->face(f)->boundary_id());
              cell->face(f)->at_boundary() && inflow != loads.inflow.end())
            {
              face.reinit(cell, f);
              local = 0.;
              for (const unsigned int q : face.quadrature_point_indices())
                for (const unsigned int i : face.dof_indices())
                  local[i] += inflow->second(face.quadrature_point(q)) * face.shape_value(i, q) * face.JxW(q);
              cell->get_dof_indices(dofs);
              fixed_.distribute_local_to_global(local, dofs, loads_);
            }
    loads_.compress(VectorOperation::add);
  }

  void
  DiffusionOperator::impose(Vector &temperature) const
  {
    for (const auto &[dof, value] : given_)
      if (space_.owned().is_element(dof))
        temperature(dof) = value;
  }

  void
  DiffusionOperator::residual(const Vector &temperature, Vector &residual) const
  {
    PointValues            at(space_.quadrature().size());
    dealii::Vector<double> local(space_.element().dofs_per_cell);

    temperature.update_ghost_values();
    residual = 0.;
    for_each_cell(space_, update_values | update_gradients, [&](const auto &cell, const auto &dofs) {
      at.evaluate(cell, temperature, law_);
      local = 0.;
      for (const unsigned int q : cell.quadrature_point_indices())
        {
          const Tensor flux = at.conductivity[q] * at.gradient[q] * cell.JxW(q);
          for (const unsigned int i : cell.dof_indices())
            local[i] += flux * cell.shape_grad(i, q);
        }
      fixed_.distribute_local_to_global(local, dofs, residual);
    });
    temperature.zero_out_ghost_values();
    residual.compress(VectorOperation::add);
    residual -= loads_;
  }

  void
  DiffusionOperator::shape(Matrix &matrix) const
  {
    DynamicSparsityPattern pattern(space_.relevant());
    DoFTools::make_sparsity_pattern(space_.dofs(), pattern, fixed_, false);
    SparsityTools::distribute_sparsity_pattern(pattern, space_.owned(), space_.mesh().communicator(),
                                               space_.relevant());
    matrix.reinit(space_.owned(), space_.owned(), pattern, space_.mesh().communicator());
  }

  void
  DiffusionOperator::derivative(const Vector &temperature, Matrix &matrix) const
  {
    PointValues        at(space_.quadrature().size());
    const unsigned int n = space_.element().dofs_per_cell;
    FullMatrix<double> local(n, n);

    temperature.update_ghost_values();
    matrix = 0.;
    for_each_cell(space_, update_values | update_gradients, [&](const auto &cell, const auto &dofs) {
      at.evaluate(cell, temperature, law_);
      local = 0.;
      for (const unsigned int q : cell.quadrature_point_indices())
        for (const unsigned int j : cell.dof_indices())
          {
            const Tensor flux =
              (at.conductivity[q] * cell.shape_grad(j, q) + at.slope[q] * cell.shape_value(j, q) * at.gradient[q]) *
              cell.JxW(q);
            for (const unsigned int i : cell.dof_indices())
              local(i, j) += flux * cell.shape_grad(i, q);
          }
      fixed_.distribute_local_to_global(local, dofs, matrix);
    });
    temperature.zero_out_ghost_values();
    matrix.compress(VectorOperation::add);
  }
} // namespace vht
