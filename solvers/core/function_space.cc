#include "solvers/core/function_space.h"

#include "physics/error.h"
#include "solvers/core/curved_mapping.h"
#include "solvers/core/dealii_compat.h"

#include <deal.II/base/quadrature_lib.h>
#include <deal.II/dofs/dof_renumbering.h>
#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/fe_dgp.h>
#include <deal.II/fe/fe_q.h>
#include <deal.II/fe/fe_simplex_p.h>
#include <deal.II/fe/fe_system.h>

namespace vht
{
  namespace
  {
    std::unique_ptr<dealii::FiniteElement<dim>>
    make_element(bool simplex, unsigned int degree, unsigned int n_components, Continuity continuity)
    {
      if (degree < 1 || degree > 2)
        throw InputError("Space/Degree = " + std::to_string(degree) + " is not available: use 1 or 2.");

      std::unique_ptr<dealii::FiniteElement<dim>> scalar;
      if (continuity == Continuity::discontinuous)
        {
          if (simplex)
            throw InputError("Discontinuous functions are not available on tetrahedra: use hexahedra.");
          scalar = std::make_unique<dealii::FE_DGP<dim>>(degree);
        }
      else if (simplex)
        scalar = std::make_unique<dealii::FE_SimplexP<dim>>(degree);
      else
        scalar = std::make_unique<dealii::FE_Q<dim>>(degree);
      if (n_components == 1)
        return scalar;
      return std::make_unique<dealii::FESystem<dim>>(*scalar, n_components);
    }
  } // namespace

  FunctionSpace::FunctionSpace(const Mesh &mesh, unsigned int degree, unsigned int n_components, Continuity continuity)
    : mesh_(mesh)
    , element_(make_element(mesh.is_simplex(), degree, n_components, continuity))
    , mapping_(make_mapping(mesh))
    , dof_handler_(mesh.triangulation())
  {
    if (mesh.is_simplex())
      {
        quadrature_      = dealii::QGaussSimplex<dim>(degree + 1);
        face_quadrature_ = dealii::QGaussSimplex<dim - 1>(degree + 1);
      }
    else
      {
        quadrature_      = dealii::QGauss<dim>(degree + 1);
        face_quadrature_ = dealii::QGauss<dim - 1>(degree + 1);
      }

    dof_handler_.distribute_dofs(*element_);
    // Mesh generators number nodes as they create them; neighbours close in memory make the sparse products faster.
    if (continuity == Continuity::continuous)
      dealii::DoFRenumbering::Cuthill_McKee(dof_handler_);
    relevant_ = compat::locally_relevant_dofs(dof_handler_);
  }

  Vector
  FunctionSpace::make_vector() const
  {
    return Vector(owned(), relevant_, mesh_.communicator());
  }

  std::vector<Point>
  FunctionSpace::support_points() const
  {
    std::map<dealii::types::global_dof_index, Point> points;
    dealii::DoFTools::map_dofs_to_support_points(*mapping_, dof_handler_, points);

    std::vector<Point> owned_points;
    owned_points.reserve(owned().n_elements());
    for (const auto dof : owned())
      owned_points.push_back(points.at(dof));
    return owned_points;
  }
} // namespace vht
