#include "solvers/elasticity/surface_load.h"

#include "solvers/elasticity/area_derivative.h"
#include "solvers/elasticity/cell_kernel.h"

#include <deal.II/base/quadrature_lib.h>
#include <deal.II/fe/fe_values.h>

namespace vht
{
  namespace
  {
    using dealii::types::global_dof_index;

    /** Values of a displacement-like field at the nodes of a cell, [3 a + i]. */
    void
    gather(const Vector &field, const std::vector<global_dof_index> &nodes, std::vector<double> &values)
    {
      values.resize(3 * nodes.size());
      for (std::size_t a = 0; a < nodes.size(); ++a)
        for (unsigned int i = 0; i < dim; ++i)
          values[3 * a + i] = field(3 * nodes[a] + i);
    }

    class FaceLoad
    {
    public:
      FaceLoad(const dealii::FEFaceValues<dim> &face, const std::vector<double> &u, const std::vector<double> &v)
        : face_(face)
        , u_(u)
        , v_(v)
      {
      }

      void
      add(const SurfaceLoad &load, const StateRates *rates, FaceTerms &terms) const
      {
        const std::vector<Tensor> &normals =
          load.normals ? load.normals->of_face(face_.get_cell()->active_cell_index(), face_.get_face_number())
                       : face_.get_normal_vectors();
        for (const unsigned int q : face_.quadrature_point_indices())
          {
            if (load.pressure != 0.)
              add_pressure(q, load.pressure, rates, terms);
            add_support(q, load, normals[q], rates, terms);
          }
      }

    private:
      void
      add_pressure(unsigned int q, double pressure, const StateRates *rates, FaceTerms &terms) const
      {
        Matrix3 F = dealii::unit_symmetric_tensor<dim>();
        for (const unsigned int a : face_.dof_indices())
          for (unsigned int i = 0; i < dim; ++i)
            F[i] += u_[3 * a + i] * face_.shape_grad(a, q);
        const Tensor normal = face_.normal_vector(q), pushed = dealii::cofactor(F) * normal;
        const double weight = pressure * face_.JxW(q);
        for (const unsigned int a : face_.dof_indices())
          {
            const double value = weight * face_.shape_value(a, q);
            if (value == 0.)
              continue;
            for (unsigned int i = 0; i < dim; ++i)
              terms.forces[3 * a + i] += value * pushed[i];
            if (rates != nullptr)
              for (const unsigned int b : face_.dof_indices())
                {
                  const Matrix3 change =
                    value * rates->displacement * area_derivative(F, normal, face_.shape_grad(b, q));
                  for (unsigned int i = 0; i < dim; ++i)
                    for (unsigned int j = 0; j < dim; ++j)
                      terms.stiffness(3 * a + i, 3 * b + j) += change[i][j];
                }
          }
      }

      void
      add_support(unsigned int       q,
                  const SurfaceLoad &load,
                  const Tensor      &normal,
                  const StateRates  *rates,
                  FaceTerms         &terms) const
      {
        const double scale = load.support ? load.support(face_.quadrature_point(q)) : 1.;
        Tensor       displacement, velocity;
        for (const unsigned int a : face_.dof_indices())
          for (unsigned int i = 0; i < dim; ++i)
            {
              displacement[i] += u_[3 * a + i] * face_.shape_value(a, q);
              velocity[i] += v_[3 * a + i] * face_.shape_value(a, q);
            }
        const Tensor force =
          scale *
            (load.spring * displacement + load.dashpot * velocity +
             (load.normal_spring * (displacement * normal) + load.normal_dashpot * (velocity * normal)) * normal) -
          load.traction;
        for (const unsigned int a : face_.dof_indices())
          for (unsigned int i = 0; i < dim; ++i)
            terms.forces[3 * a + i] += force[i] * face_.shape_value(a, q) * face_.JxW(q);
        if (rates == nullptr)
          return;

        const double all   = scale * (load.spring * rates->displacement + load.dashpot * rates->velocity);
        const double along = scale * (load.normal_spring * rates->displacement + load.normal_dashpot * rates->velocity);
        if (all == 0. && along == 0.)
          return;
        for (const unsigned int a : face_.dof_indices())
          for (const unsigned int b : face_.dof_indices())
            {
              const double mass = face_.shape_value(a, q) * face_.shape_value(b, q) * face_.JxW(q);
              for (unsigned int i = 0; mass != 0. && i < dim; ++i)
                for (unsigned int j = 0; j < dim; ++j)
                  terms.stiffness(3 * a + i, 3 * b + j) += mass * ((i == j ? all : 0.) + along * normal[i] * normal[j]);
            }
      }

      const dealii::FEFaceValues<dim> &face_;
      const std::vector<double>       &u_, &v_;
    };
  } // namespace

  void
  for_each_loaded_face(
    const MixedSpace               &space,
    const std::vector<SurfaceLoad> &loads,
    const Vector                   &displacement,
    const Vector                   &velocity,
    const StateRates               *rates,
    const std::function<void(std::size_t cell, const std::vector<global_dof_index> &nodes, const FaceTerms &terms)>
      &visit)
  {
    const FunctionSpace          &nodes = space.nodes();
    dealii::FEFaceValues<dim>     face(nodes.mapping(), nodes.element(), nodes.face_quadrature(),
                                       dealii::update_values | dealii::update_gradients | dealii::update_normal_vectors |
                                         dealii::update_quadrature_points | dealii::update_JxW_values);
    const unsigned int            n = nodes.element().dofs_per_cell;
    std::vector<global_dof_index> indices(n);
    std::vector<double>           u, v;
    FaceTerms                     terms{std::vector<double>(3 * n), dealii::FullMatrix<double>(3 * n, 3 * n)};

    std::size_t number = 0;
    for (const auto &cell : nodes.dofs().active_cell_iterators())
      if (cell->is_locally_owned())
        {
          for (const unsigned int f : cell->face_indices())
            for (const SurfaceLoad &load : loads)
              if (cell->at_boundary(f) && cell->face(f)->boundary_id() == load.surface)
                {
                  face.reinit(cell, f);
                  cell->get_dof_indices(indices);
                  gather(displacement, indices, u);
                  gather(velocity, indices, v);
                  std::fill(terms.forces.begin(), terms.forces.end(), 0.);
                  if (rates != nullptr)
                    terms.stiffness = 0.;
                  FaceLoad(face, u, v).add(load, rates, terms);
                  visit(number, indices, terms);
                }
          ++number;
        }
  }
} // namespace vht
