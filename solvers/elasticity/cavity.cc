#include "solvers/elasticity/cavity.h"

#include "physics/error.h"
#include "solvers/elasticity/area_derivative.h"

#include <deal.II/base/mpi.h>
#include <deal.II/base/quadrature_lib.h>
#include <deal.II/fe/fe_values.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <sstream>

namespace vht
{
  namespace
  {
    using dealii::types::global_dof_index;
    namespace mpi = dealii::Utilities::MPI;
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
    middle_ = Point(mpi::sum(moment, comm) / area);

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

  namespace
  {
    /** An edge of the wall: the nodes that its place is interpolated from, and their shares of its length. */
    struct WallEdge
    {
      unsigned int                  faces = 0;
      bool                          owned = false;
      std::vector<global_dof_index> nodes;
      std::vector<Point>            places;
      std::vector<double>           shares; ///< integrals of the shape functions along the edge [m]
    };

    /** A straight edge: half of its length for either end. */
    template <typename Cell>
    void
    measure_straight(const Cell &cell, unsigned int line, WallEdge &edge)
    {
      const auto l = cell->line(line);
      for (unsigned int v = 0; v < 2; ++v)
        {
          edge.nodes.push_back(l->vertex_dof_index(v, 0, cell->active_fe_index()));
          edge.places.push_back(l->vertex(v));
          edge.shares.push_back(0.5 * (l->vertex(0) - l->vertex(1)).norm());
        }
    }

    /** A quadratic edge: x(s) = sum_a N_a(s) x_a on 0 < s < 1, nodes at s = 0, 1, 1/2. */
    template <typename Cell>
    void
    measure_curved(const CurvedCells &curved, const Cell &cell, unsigned int line, WallEdge &edge)
    {
      const auto l = cell->line(line);
      for (unsigned int v = 0; v < 2; ++v)
        {
          edge.nodes.push_back(l->vertex_dof_index(v, 0, cell->active_fe_index()));
          edge.places.push_back(l->vertex(v));
        }
      edge.nodes.push_back(l->dof_index(0, cell->active_fe_index()));
      edge.places.push_back(curved.nodes(cell->active_cell_index())[cell->n_vertices() + line]);
      edge.shares.assign(3, 0.);
      const dealii::QGauss<1> rule(4);
      for (unsigned int q = 0; q < rule.size(); ++q)
        {
          const double s = rule.point(q)[0];
          const Tensor slope =
            (4. * s - 3.) * edge.places[0] + (4. * s - 1.) * edge.places[1] + (4. - 8. * s) * Tensor(edge.places[2]);
          const double length = rule.weight(q) * slope.norm();
          edge.shares[0] += length * (1. - s) * (1. - 2. * s);
          edge.shares[1] += length * s * (2. * s - 1.);
          edge.shares[2] += length * 4. * s * (1. - s);
        }
    }
  } // namespace

  void
  Cavity::find_rim()
  {
    // An edge of a single face is on the rim. The cells around an edge of an owned face are owned or ghosts.
    const CurvedCells               &curved = space_.mesh().curved_cells();
    std::map<unsigned int, WallEdge> edges;
    for (const auto &cell : space_.nodes().dofs().active_cell_iterators())
      if (!cell->is_artificial())
        for (const unsigned int f : cell->face_indices())
          if (const auto face = cell->face(f);
              cell->at_boundary(f) &&
              std::find(surfaces_.begin(), surfaces_.end(), face->boundary_id()) != surfaces_.end())
            for (unsigned int l = 0; l < face->n_lines(); ++l)
              {
                WallEdge &edge = edges[face->line_index(l)];
                edge.owned |= cell->is_locally_owned();
                if (++edge.faces > 1)
                  continue;
                unsigned int line = 0;
                while (cell->line_index(line) != face->line_index(l))
                  ++line;
                if (curved.empty())
                  measure_straight(cell, line, edge);
                else
                  measure_curved(curved, cell, line, edge);
              }

    double length = 0.;
    for (const auto &[index, edge] : edges)
      if (edge.faces == 1 && edge.owned)
        length = std::accumulate(edge.shares.begin(), edge.shares.end(), length);
    rim_length_ = mpi::sum(length, space_.mesh().communicator());
    for (const auto &[index, edge] : edges)
      if (edge.faces == 1 && edge.owned)
        for (std::size_t a = 0; a < edge.nodes.size(); ++a)
          rim_.push_back({edge.nodes[a], edge.places[a], edge.shares[a] / rim_length_});
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
    return Point(mpi::sum(sum, space_.mesh().communicator()));
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
    whole = mpi::sum(whole, space_.mesh().communicator());
    for (const RimNode &each : rim_)
      for (unsigned int d = 0; d < dim; ++d)
        result(3 * each.node + d) += each.weight * whole[d] / 3.;
    result.compress(dealii::VectorOperation::add);
  }
} // namespace vht
