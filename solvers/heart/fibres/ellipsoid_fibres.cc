#include "solvers/heart/fibres/ellipsoid_fibres.h"

#include "physics/error.h"
#include "solvers/core/collective.h"

#include <deal.II/fe/fe_values.h>

#include <algorithm>
#include <sstream>

namespace vht
{
  namespace
  {
    /** Nodes may be so far outside the wall, relative to the half axes: those in the middle of coarse facets are. */
    constexpr double allowed = 0.05;
  } // namespace


  void
  check_between_ellipsoids(const FibreParameters &parameters, const Mesh &mesh)
  {
    collectively(mesh.communicator(), [&]() {
      for (const auto &cell : mesh.triangulation().active_cell_iterators())
        if (cell->is_locally_owned())
          for (const unsigned int v : cell->vertex_indices())
            if (const Point &x = cell->vertex(v); parameters.ellipsoid.beyond(x) > allowed)
              {
                std::ostringstream message;
                message << parameters.section << "/Ellipsoid: the mesh has a node at (" << x[0] * 1e3 << ", "
                        << x[1] * 1e3 << ", " << x[2] * 1e3 << ") mm, which is not between the ellipsoids (by "
                        << 100. * parameters.ellipsoid.beyond(x) << " % of the half axes; " << 100. * allowed
                        << " % are allowed). Compare half axes, Centre and Axis with the mesh and its unit.";
                throw InputError(message.str());
              }
    });
  }

  FibreField
  ellipsoid_fibres(const FibreParameters &p, const Mesh &mesh, const dealii::Quadrature<dim> &quadrature)
  {
    check_between_ellipsoids(p, mesh);
    const FunctionSpace                    plain(mesh, 1);
    std::unique_ptr<const WallCoordinates> solved = p.ellipsoid_depth == "Laplace" ? solve_wall(p, mesh) : nullptr;
    const WallCoordinates                 *wall   = solved.get();
    const FunctionSpace                   &space  = wall ? wall->space() : plain;

    dealii::FEValues<dim> values(space.mapping(), space.element(), quadrature,
                                 dealii::update_values | dealii::update_quadrature_points);
    std::vector<double>   left(quadrature.size());
    const auto            frames_of_cell = [&](const FibreField::CellIterator &cell, std::vector<Frame> &frames) {
      values.reinit(dealii::DoFHandler<dim>::active_cell_iterator(&mesh.triangulation(), cell->level(), cell->index(),
                                                                             &space.dofs()));
      if (wall)
        values.get_function_values(wall->left(), left);
      const SpareDirections spare = spare_directions(cell);
      for (unsigned int q = 0; q < frames.size(); ++q)
        {
          const Point &x     = values.quadrature_point(q);
          const double depth = wall ? std::clamp(1. - left[q], 0., 1.) : p.ellipsoid.depth(x);
          frames[q]          = p.ellipsoid.frame(x, depth, spare);
        }
    };
    return {mesh, static_cast<unsigned int>(quadrature.size()), frames_of_cell, std::move(solved)};
  }
} // namespace vht
