#include "solvers/elasticity/surface_points.h"

#include <deal.II/fe/fe_values.h>

#include <algorithm>

namespace vht
{
  SurfacePoints::SurfacePoints(const MixedSpace                &space,
                               const std::vector<unsigned int> &tags,
                               const dealii::Quadrature<2>     &places)
    : n_per_face_(places.size())
  {
    const FunctionSpace                         &nodes = space.nodes();
    dealii::FEFaceValues<dim>                    face(nodes.mapping(), nodes.element(), places,
                                                      dealii::update_values | dealii::update_quadrature_points |
                                                        dealii::update_JxW_values);
    std::vector<dealii::types::global_dof_index> indices(nodes.element().dofs_per_cell);
    for (const auto &cell : nodes.dofs().active_cell_iterators())
      if (cell->is_locally_owned())
        for (const unsigned int f : cell->face_indices())
          if (cell->at_boundary(f) && std::find(tags.begin(), tags.end(), cell->face(f)->boundary_id()) != tags.end())
            {
              face.reinit(cell, f);
              cell->get_dof_indices(indices);
              for (const unsigned int q : face.quadrature_point_indices())
                {
                  rest_.push_back(face.quadrature_point(q));
                  areas_.push_back(face.JxW(q));
                  first_.push_back(shares_.size());
                  for (unsigned int a = 0; a < indices.size(); ++a)
                    if (const double value = face.shape_value(a, q); std::abs(value) > 1e-14)
                      shares_.push_back({indices[a], value});
                }
            }
    first_.push_back(shares_.size());
  }

  std::vector<Tensor>
  SurfacePoints::move(const Vector &displacement) const
  {
    std::vector<Tensor> result(size());
    for (std::size_t p = 0; p < size(); ++p)
      for (std::size_t k = first_[p]; k < first_[p + 1]; ++k)
        for (unsigned int d = 0; d < dim; ++d)
          result[p][d] += shares_[k].weight * displacement(3 * shares_[k].node + d);
    return result;
  }

  FaceLattice::FaceLattice(bool simplex)
  {
    std::vector<dealii::Point<2>> points;
    const unsigned int            n = 3;
    for (unsigned int j = 0; j < n; ++j)
      for (unsigned int i = 0; i < (simplex ? n - j : n); ++i)
        points.emplace_back(0.5 * i, 0.5 * j);
    // Equal weights: areas() are then meaningful as well.
    places = dealii::Quadrature<2>(points, std::vector<double>(points.size(), (simplex ? 0.5 : 1.) / points.size()));
    if (simplex) // numbered line by line: 0 1 2, 3 4, 5
      triangles = {{{0, 1, 3}}, {{1, 4, 3}}, {{1, 2, 4}}, {{3, 4, 5}}};
    else
      for (unsigned int j = 0; j < 2; ++j)
        for (unsigned int i = 0; i < 2; ++i)
          {
            const unsigned int a = n * j + i;
            triangles.push_back({{a, a + 1, a + n}});
            triangles.push_back({{a + 1, a + n + 1, a + n}});
          }
  }
} // namespace vht
