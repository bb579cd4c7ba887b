#include "solvers/elasticity/smooth_normals.h"

#include "solvers/core/function_space.h"

#include <deal.II/fe/fe_values.h>

#include <array>

namespace vht
{
  SmoothNormals::SmoothNormals(const Mesh &mesh, unsigned int surface, const dealii::Quadrature<dim - 1> &quadrature)
  {
    const FunctionSpace                          vertices(mesh, 1);
    dealii::FEFaceValues<dim>                    face(vertices.mapping(), vertices.element(), quadrature,
                                                      dealii::update_values | dealii::update_normal_vectors | dealii::update_JxW_values);
    std::vector<dealii::types::global_dof_index> corners(vertices.element().dofs_per_cell);
    const auto                                   for_each_face = [&](const auto &visit) {
      for (const auto &cell : vertices.dofs().active_cell_iterators())
        if (cell->is_locally_owned())
          for (const unsigned int f : cell->face_indices())
            if (cell->at_boundary(f) && cell->face(f)->boundary_id() == surface)
              {
                face.reinit(cell, f);
                cell->get_dof_indices(corners);
                visit(cell->active_cell_index(), f);
              }
    };

    std::array<Vector, dim> at_vertices;
    for (Vector &each : at_vertices)
      each = vertices.make_vector();
    for_each_face([&](unsigned int, unsigned int) {
      for (const unsigned int q : face.quadrature_point_indices())
        for (const unsigned int a : face.dof_indices())
          for (unsigned int d = 0; d < dim; ++d)
            at_vertices[d](corners[a]) += face.shape_value(a, q) * face.JxW(q) * face.normal_vector(q)[d];
    });
    for (Vector &each : at_vertices)
      each.compress(dealii::VectorOperation::add);
    for (unsigned int n = 0; n < at_vertices[0].locally_owned_size(); ++n)
      {
        Tensor normal;
        for (unsigned int d = 0; d < dim; ++d)
          normal[d] = at_vertices[d].local_element(n);
        if (const double length = normal.norm(); length > 0.)
          for (Vector &each : at_vertices)
            each.local_element(n) /= length;
      }
    for (const Vector &each : at_vertices)
      each.update_ghost_values();

    for_each_face([&](unsigned int cell, unsigned int f) {
      std::vector<Tensor> &normals = normals_[{cell, f}];
      for (const unsigned int q : face.quadrature_point_indices())
        {
          Tensor &normal = normals.emplace_back();
          for (const unsigned int a : face.dof_indices())
            for (unsigned int d = 0; d < dim; ++d)
              normal[d] += face.shape_value(a, q) * at_vertices[d](corners[a]);
          normal /= normal.norm();
        }
    });
  }
} // namespace vht
