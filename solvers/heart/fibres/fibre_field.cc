#include "solvers/heart/fibres/fibre_field.h"

#include "physics/error.h"
#include "solvers/core/run.h"
#include "solvers/heart/fibres/ellipsoid_fibres.h"
#include "solvers/heart/fibres/fibre_file.h"

#include <deal.II/base/quadrature_lib.h>
#include <deal.II/fe/fe_values.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace vht
{
  namespace
  {
    WallSurfaces
    find_surfaces(const FibreParameters &p, const Mesh &mesh)
    {
      const auto tag = [&](const RequestedName &surface) {
        return mesh.surface(surface.name, surface.asked_by.empty() ? p.section + "/Surfaces" : surface.asked_by);
      };
      WallSurfaces surfaces{tag(p.endo_lv), tag(p.epi), tag(p.base), {}};
      if (p.endo_rv.given || mesh.has_surface(p.endo_rv.name))
        surfaces.endo_rv = tag(p.endo_rv);
      return surfaces;
    }

    FibreField
    rule_based_fibres(const FibreParameters &p, const Mesh &mesh, const dealii::Quadrature<dim> &quadrature)
    {
      auto             wall  = solve_wall(p, mesh);
      const auto       rule  = p.rule == "linear" ? WallRule::linear : WallRule::bayer;
      const WallAngles alpha = p.alpha.completed(), beta = p.beta.completed();

      const WallCoordinates &place = *wall;
      const FunctionSpace   &space = place.space();
      dealii::FEValues<dim>  values(space.mapping(), space.element(), quadrature,
                                    dealii::update_values | dealii::update_gradients);
      const unsigned int     n = quadrature.size();
      std::vector<double>    left(n), right(n);
      std::vector<Tensor>    left_gradient(n), right_gradient(n), apicobasal_gradient(n);

      const auto frames_of_cell = [&](const FibreField::CellIterator &cell, std::vector<Frame> &frames) {
        values.reinit(dealii::DoFHandler<dim>::active_cell_iterator(&mesh.triangulation(), cell->level(), cell->index(),
                                                                    &space.dofs()));
        values.get_function_values(place.left(), left);
        values.get_function_values(place.right(), right);
        values.get_function_gradients(place.left(), left_gradient);
        values.get_function_gradients(place.right(), right_gradient);
        values.get_function_gradients(place.apicobasal(), apicobasal_gradient);
        const SpareDirections spare = spare_directions(cell);
        for (unsigned int q = 0; q < n; ++q)
          {
            // Discrete solutions may leave the interval a little.
            const double l = std::clamp(left[q], 0., 1.), r = std::clamp(right[q], 0., 1. - l);
            frames[q] =
              wall_frame(rule, {l, r, left_gradient[q], right_gradient[q], apicobasal_gradient[q], spare}, alpha, beta);
          }
      };
      return {mesh, n, frames_of_cell, std::move(wall)};
    }

    FibreField
    uniform_fibres(Tensor fibre, Tensor sheet, const Mesh &mesh, unsigned int n_quadrature_points)
    {
      return {mesh, n_quadrature_points, [&](const FibreField::CellIterator &cell, std::vector<Frame> &frames) {
                std::fill(frames.begin(), frames.end(), complete_frame(fibre, sheet, spare_directions(cell)));
              }};
    }

    void
    report_ellipsoid(const FibreParameters &p, Run &run)
    {
      std::ostringstream   text;
      const EllipsoidWall &wall = p.ellipsoid;
      text << "Fibres: between ellipsoids, helix angle " << wall.alpha_endo << " to " << wall.alpha_epi
           << " degrees, depth by " << p.ellipsoid_depth;
      run.log().info(text.str());
      run.record().cite("Fibres of an ellipsoidal ventricle (Land et al. 2015)", "10.1098/rspa.2015.0641");
      if (p.ellipsoid_depth == "Laplace")
        run.record().cite("Their depth by diffusion (Arostica et al. 2025)", "10.1016/j.cma.2024.117485");
    }

    void
    report(const FibreField &fibres, const FibreParameters &p, const Mesh &mesh, Run &run)
    {
      if (p.type == "ellipsoid")
        return report_ellipsoid(p, run);
      if (!fibres.wall())
        {
          run.log().info("Fibres: " + (p.type == "file" ? p.file.string() : p.type));
          return;
        }
      const WallCoordinates &wall = *fibres.wall();
      std::ostringstream     text, iterations;
      for (const unsigned int i : wall.iterations())
        iterations << (iterations.tellp() > 0 ? ", " : "") << i;
      text << "Fibres: " << (wall.biventricular() ? "two ventricles" : "one ventricle") << ", helix angle "
           << p.alpha.endo << " to " << p.alpha.epi << " degrees, apex at (" << wall.apex()[0] * 1e3 << ", "
           << wall.apex()[1] * 1e3 << ", " << wall.apex()[2] * 1e3 << ") mm";
      run.log().info(text.str());
      run.log().detail("Laplace problems: " + std::to_string(wall.space().n_dofs()) + " unknowns, " + iterations.str() +
                       " iterations");
      run.record().note("fibres/iterations", iterations.str());
      run.record().cite("Rule-based fibres of the ventricles (Bayer et al. 2012)", "10.1007/s10439-012-0593-5");
      if (!wall.biventricular() && mesh.surfaces().size() > 3)
        {
          std::string names;
          for (const Mesh::Group &surface : mesh.surfaces())
            names += (names.empty() ? "" : ", ") + surface.name;
          run.log().warning("Fibres: the mesh has no surface \"" + p.endo_rv.name +
                            "\" and is taken for one ventricle. " + "It has: " + names + ". For two ventricles set " +
                            p.section + "/Surfaces/Right endocardium.");
        }
    }
  } // namespace


  std::unique_ptr<const WallCoordinates>
  solve_wall(const FibreParameters &p, const Mesh &mesh)
  {
    std::optional<Point> apex;
    if (!std::isnan(p.apex[0]))
      apex = Point(p.apex[0], p.apex[1], p.apex[2]);
    return std::make_unique<const WallCoordinates>(mesh, find_surfaces(p, mesh), p.degree, p.solver, apex);
  }

  SpareDirections
  spare_directions(const FibreField::CellIterator &cell)
  {
    return {cell->vertex(1) - cell->vertex(0), cell->vertex(2) - cell->vertex(0)};
  }

  FibreField::FibreField(const Mesh                            &mesh,
                         unsigned int                           n_quadrature_points,
                         const FramesOfCell                    &frames_of_cell,
                         std::unique_ptr<const WallCoordinates> wall)
    : mesh_(mesh)
    , n_quadrature_points_(n_quadrature_points)
    , frames_(mesh.triangulation().n_active_cells() * n_quadrature_points)
    , wall_(std::move(wall))
  {
    std::vector<Frame> frames(n_quadrature_points);
    for (const auto &cell : mesh.triangulation().active_cell_iterators())
      if (cell->is_locally_owned())
        {
          frames_of_cell(cell, frames);
          std::copy(frames.begin(), frames.end(), frames_.begin() + cell->active_cell_index() * n_quadrature_points);
        }
  }

  Frame
  FibreField::cell_frame(unsigned int active_cell_index) const
  {
    // Lines have no sign: each is turned to agree with the first before the mean is taken.
    const Frame &first = at(active_cell_index, 0);
    Tensor       fibre, sheet;
    for (unsigned int q = 0; q < n_quadrature_points_; ++q)
      {
        const Frame &frame = at(active_cell_index, q);
        fibre += frame.fibre * first.fibre < 0. ? -frame.fibre : frame.fibre;
        sheet += frame.sheet * first.sheet < 0. ? -frame.sheet : frame.sheet;
      }
    return complete_frame(fibre, sheet, {first.sheet, first.normal});
  }

  std::vector<double>
  FibreField::cell_values(Tensor Frame::*axis) const
  {
    std::vector<double> values(dim * mesh_.triangulation().n_active_cells());
    for (const auto &cell : mesh_.triangulation().active_cell_iterators())
      if (cell->is_locally_owned())
        {
          const Tensor direction = cell_frame(cell->active_cell_index()).*axis;
          for (unsigned int d = 0; d < dim; ++d)
            values[dim * cell->active_cell_index() + d] = direction[d];
        }
    return values;
  }

  void
  inspect_fibres(const FibreParameters &parameters, const Mesh &mesh)
  {
    if (parameters.type == "rule-based" || (parameters.type == "ellipsoid" && parameters.ellipsoid_depth == "Laplace"))
      find_surfaces(parameters, mesh);
    if (parameters.type == "ellipsoid")
      check_between_ellipsoids(parameters, mesh);
    if (parameters.type == "file")
      import_fibres(parameters, mesh, dealii::QMidpoint<dim>());
  }

  FibreField
  make_fibres(const FibreParameters &parameters, const Mesh &mesh, const dealii::Quadrature<dim> &quadrature)
  {
    if (parameters.type == "rule-based")
      return rule_based_fibres(parameters, mesh, quadrature);
    if (parameters.type == "ellipsoid")
      return ellipsoid_fibres(parameters, mesh, quadrature);
    if (parameters.type == "file")
      return import_fibres(parameters, mesh, quadrature);
    if (parameters.type == "uniform")
      {
        const auto &f = parameters.fibre, &s = parameters.sheet;
        return uniform_fibres(Tensor({f[0], f[1], f[2]}), Tensor({s[0], s[1], s[2]}), mesh, quadrature.size());
      }
    return uniform_fibres(Tensor({1., 0., 0.}), Tensor({0., 1., 0.}), mesh, quadrature.size());
  }

  FibreField
  make_fibres(const FibreParameters &parameters, const Mesh &mesh, const dealii::Quadrature<dim> &quadrature, Run &run)
  {
    FibreField fibres = make_fibres(parameters, mesh, quadrature);
    report(fibres, parameters, mesh, run);
    if (parameters.export_lon && !run.output().empty())
      write_lon(run.output() / "fibres.lon", fibres, mesh);
    return fibres;
  }
} // namespace vht
