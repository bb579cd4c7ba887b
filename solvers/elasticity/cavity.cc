#include "solvers/elasticity/cavity.h"

#include "physics/error.h"
#include "solvers/elasticity/area_derivative.h"

#include <deal.II/base/mpi.h>
#include <deal.II/fe/fe_values.h>

#include <algorithm>
#include <map>
#include <sstream>

namespace vht
{
  namespace
  {
    using dealii::types::global_dof_index;
    namespace mpi = dealii::Utilities::MPI;

    Tensor
    sum_over_ranks(const Tensor &value, MPI_Comm communicator)
    {
      Tensor result;
      for (unsigned int d = 0; d < dim; ++d)
        result[d] = mpi::sum(value[d], communicator);
      return result;
    }
  } // namespace

  Cavity::Cavity(std::string name, const MixedSpace &space, std::vector<unsigned int> surfaces)
    : name_(std::move(name))
    , space_(space)
    , surfaces_(std::move(surfaces))
  {
    find_rim();

    const MPI_Comm comm = space_.mesh().communicator();
    Tensor         moment;
    double         area = 0.;
    for_each_face([&](const auto &face, const auto &) {
      for (const unsigned int q : face.quadrature_point_indices())
        {
          moment += face.JxW(q) * face.quadrature_point(q);
          area += face.JxW(q);
        }
    });
    area = mpi::sum(area, comm);
    if (area == 0.)
      throw MeshError("The cavity \"" + name_ + "\" has no faces: its surfaces are empty.");
    middle_ = Point(sum_over_ranks(moment, comm) / area);

    Vector at_rest = space_.make_displacement();
    at_rest.update_ghost_values();
    if (const double volume = this->volume(at_rest); volume <= 0.)
      {
        std::ostringstream text;
        text << "The cavity \"" << name_ << "\" has a volume of " << volume * 1e6
             << " mL at rest. Are its surfaces those that bound the blood, and all of them?";
        throw MeshError(text.str());
      }
  }

  template <typename Visit>
  void
  Cavity::for_each_face(const Visit &visit) const
  {
    const FunctionSpace          &nodes = space_.nodes();
    dealii::FEFaceValues<dim>     face(nodes.mapping(), nodes.element(), nodes.face_quadrature(),
                                       dealii::update_values | dealii::update_gradients | dealii::update_normal_vectors |
                                         dealii::update_quadrature_points | dealii::update_JxW_values);
    std::vector<global_dof_index> indices(nodes.element().dofs_per_cell);
    for (const auto &cell : nodes.dofs().active_cell_iterators())
      if (cell->is_locally_owned())
        for (const unsigned int f : cell->face_indices())
          if (cell->at_boundary(f) &&
              std::find(surfaces_.begin(), surfaces_.end(), cell->face(f)->boundary_id()) != surfaces_.end())
            {
              face.reinit(cell, f);
              cell->get_dof_indices(indices);
              visit(face, indices);
            }
  }

  void
  Cavity::find_rim()
  {
    // An edge of a single face is on the rim. The cells around an edge of an owned face are owned or ghosts.
    struct Edge
    {
      unsigned int     faces = 0;
      bool             owned = false;
      double           length;
      global_dof_index ends[2];
      Point            places[2];
    };
    std::map<unsigned int, Edge> edges;
    for (const auto &cell : space_.nodes().dofs().active_cell_iterators())
      if (!cell->is_artificial())
        for (const unsigned int f : cell->face_indices())
          if (const auto face = cell->face(f);
              cell->at_boundary(f) &&
              std::find(surfaces_.begin(), surfaces_.end(), face->boundary_id()) != surfaces_.end())
            for (unsigned int l = 0; l < face->n_lines(); ++l)
              {
                Edge &edge = edges[face->line_index(l)];
                ++edge.faces;
                edge.owned |= cell->is_locally_owned();
                edge.length = (face->line(l)->vertex(0) - face->line(l)->vertex(1)).norm();
                for (unsigned int v = 0; v < 2; ++v)
                  {
                    edge.ends[v]   = face->line(l)->vertex_dof_index(v, 0, cell->active_fe_index());
                    edge.places[v] = face->line(l)->vertex(v);
                  }
              }

    double length = 0.;
    for (const auto &[index, edge] : edges)
      if (edge.faces == 1 && edge.owned)
        length += edge.length;
    rim_length_ = mpi::sum(length, space_.mesh().communicator());
    for (const auto &[index, edge] : edges)
      if (edge.faces == 1 && edge.owned)
        for (unsigned int v = 0; v < 2; ++v)
          rim_.push_back({edge.ends[v], edge.places[v], 0.5 * edge.length / rim_length_});
  }

  Point
  Cavity::centre(const Vector &displacement) const
  {
    if (!is_open())
      return middle_;
    Tensor sum;
    for (const RimNode &each : rim_)
      for (unsigned int d = 0; d < dim; ++d)
        sum[d] += each.weight * (each.place[d] + displacement(3 * each.node + d));
    return Point(sum_over_ranks(sum, space_.mesh().communicator()));
  }

  namespace
  {
    /** Place, deformation and normal at a point of a deformed face. */
    struct DeformedPoint
    {
      Tensor  place;
      Matrix3 F = dealii::unit_symmetric_tensor<dim>();
      Tensor  area; ///< cof F N dA

      DeformedPoint(const dealii::FEFaceValues<dim>     &face,
                    unsigned int                         q,
                    const std::vector<global_dof_index> &nodes,
                    const Vector                        &displacement)
        : place(face.quadrature_point(q))
      {
        for (const unsigned int a : face.dof_indices())
          for (unsigned int i = 0; i < dim; ++i)
            {
              const double u = displacement(3 * nodes[a] + i);
              place[i] += u * face.shape_value(a, q);
              F[i] += u * face.shape_grad(a, q);
            }
        area = dealii::cofactor(F) * face.normal_vector(q) * face.JxW(q);
      }
    };
  } // namespace

  double
  Cavity::volume(const Vector &displacement) const
  {
    const Tensor tip = centre(displacement);
    double       sum = 0.;
    for_each_face([&](const auto &face, const auto &nodes) {
      for (const unsigned int q : face.quadrature_point_indices())
        {
          const DeformedPoint point(face, q, nodes, displacement);
          sum -= (point.place - tip) * point.area / 3.;
        }
    });
    return mpi::sum(sum, space_.mesh().communicator());
  }

  void
  Cavity::derivative(const Vector &displacement, Vector &result) const
  {
    const Tensor tip = centre(displacement);
    Tensor       whole;
    result = 0.;
    for_each_face([&](const auto &face, const auto &nodes) {
      for (const unsigned int q : face.quadrature_point_indices())
        {
          const DeformedPoint point(face, q, nodes, displacement);
          const Tensor        arm = point.place - tip;
          whole += point.area;
          for (const unsigned int b : face.dof_indices())
            {
              const Tensor change =
                point.area * face.shape_value(b, q) +
                face.JxW(q) * (arm * area_derivative(point.F, face.normal_vector(q), face.shape_grad(b, q)));
              for (unsigned int j = 0; j < dim; ++j)
                result(3 * nodes[b] + j) -= change[j] / 3.;
            }
        }
    });
    whole = sum_over_ranks(whole, space_.mesh().communicator());
    for (const RimNode &each : rim_)
      for (unsigned int d = 0; d < dim; ++d)
        result(3 * each.node + d) += each.weight * whole[d] / 3.;
    result.compress(dealii::VectorOperation::add);
  }
} // namespace vht
