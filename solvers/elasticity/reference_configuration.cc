#include "solvers/elasticity/reference_configuration.h"

#include "physics/error.h"
#include "solvers/core/collective.h"
#include "solvers/core/field_output.h"
#include "solvers/core/paired_cells.h"
#include "solvers/core/run.h"
#include "solvers/elasticity/anderson_mixing.h"
#include "solvers/elasticity/axes.h"
#include "solvers/elasticity/body_at_rest.h"

#include <deal.II/base/mpi.h>
#include <deal.II/fe/fe_values.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <sstream>

namespace vht
{
  namespace
  {
    namespace mpi = dealii::Utilities::MPI;

    // Steps in which the loads grow when there is no state to start from, and the smallest weight of a correction.
    constexpr unsigned int load_steps      = 10;
    constexpr double       smallest_weight = 1. / 64.;

    constexpr const char *asker = "Reference configuration/Method";

    // A correction is taken back when the square of the distance from the image has grown so much.
    constexpr double far_off = 4.;

    std::vector<double>
    to_values(const std::vector<Point> &points)
    {
      std::vector<double> values;
      values.reserve(dim * points.size());
      for (const Point &x : points)
        values.insert(values.end(), {x[0], x[1], x[2]});
      return values;
    }

    std::vector<Point>
    to_points(const std::vector<double> &values)
    {
      std::vector<Point> points;
      points.reserve(values.size() / dim);
      for (std::size_t i = 0; i < values.size(); i += dim)
        points.emplace_back(values[i], values[i + 1], values[i + 2]);
      return points;
    }

    /** Visit(active index, derivative of the mapping at each point) of the owned cells. */
    template <typename Visit>
    void
    for_each_mapped_cell(const Mesh &mesh, const Visit &visit)
    {
      const FunctionSpace   space(mesh, 1);
      dealii::FEValues<dim> values(space.mapping(), space.element(), ElasticityOperator::quadrature_for(mesh),
                                   dealii::update_jacobians | dealii::update_quadrature_points);
      for (const auto &cell : mesh.triangulation().active_cell_iterators())
        if (cell->is_locally_owned())
          {
            values.reinit(cell);
            visit(cell, values);
          }
    }
  } // namespace

  ReferenceConfiguration::ReferenceConfiguration(const ElasticityParameters &parameters,
                                                 Mesh                       &mesh,
                                                 const AxesOfCell           &axes,
                                                 Run                        &run)
    : parameters_(parameters)
    , mesh_(mesh)
    , run_(run)
    , table_(run.output() / "unloaded.csv")
    , image_(mesh.triangulation().get_vertices())
    , nodes_(mesh, is_inverse() ? 2 : 1)
    , image_nodes_(node_places(nodes_))
  {
    if (mesh.is_curved() && !is_inverse())
      throw InputError(
        "Reference configuration/Method = fixed point moves vertices, and the cells of the mesh are curved. "
        "Take Method = inverse, or make the mesh with straight cells (Mesh/Order = 1).");
    std::vector<Matrix3> of_cell(ElasticityOperator::quadrature_for(mesh).size());
    for_each_mapped_cell(mesh, [&](const auto &cell, const dealii::FEValues<dim> &values) {
      std::fill(of_cell.begin(), of_cell.end(), dealii::unit_symmetric_tensor<dim>());
      if (axes)
        axes(cell, values.get_quadrature_points(), of_cell);
      auto &points = tissue_[cell->active_cell_index()];
      for (unsigned int q = 0; q < of_cell.size(); ++q)
        points.emplace_back(of_cell[q], invert(Matrix3(values.jacobian(q))));
    });
  }

  AxesOfCell
  ReferenceConfiguration::axes() const
  {
    // The mapping of all cells is asked once: the operator wants the axes cell by cell.
    auto now = std::make_shared<std::map<unsigned int, std::vector<Matrix3>>>();
    for_each_mapped_cell(mesh_, [&](const auto &cell, const dealii::FEValues<dim> &values) {
      const auto &image  = tissue_.at(cell->active_cell_index());
      auto       &result = (*now)[cell->active_cell_index()];
      for (unsigned int q = 0; q < image.size(); ++q)
        result.push_back(orthonormal(Matrix3(values.jacobian(q)) * image[q].second * image[q].first));
    });
    return [now](const auto &cell, const std::vector<Point> &, std::vector<Matrix3> &result) {
      result = now->at(cell->active_cell_index());
    };
  }

  std::vector<double>
  ReferenceConfiguration::gaps(const MixedSpace &space, const Vector &displacement) const
  {
    std::vector<double> result(dim * image_.size());
    displacement.update_ghost_values();
    for_each_cell_of_both(space.nodes(), space.vertices(), true,
                          [&](const auto &cell, const auto &nodes, const auto &) {
                            for (const unsigned int v : cell->vertex_indices())
                              for (unsigned int d = 0; d < dim; ++d)
                                {
                                  const unsigned int i = cell->vertex_index(v);
                                  result[dim * i + d] =
                                    image_[i][d] - cell->vertex(v)[d] - displacement(3 * nodes[v] + d);
                                }
                          });
    displacement.zero_out_ghost_values();
    return result;
  }

  void
  ReferenceConfiguration::load(const MixedSpace &space, Loaded &state) const
  {
    BodyAtRest body(parameters_, space, axes(), parameters_.time.end, asker, run_.log());
    if (state.gap.empty())
      for (unsigned int step = 0; step < load_steps; ++step)
        body.load(step / double(load_steps), (step + 1.) / load_steps);
    else
      {
        body.set_state(state.displacement, state.pressure);
        body.load(1., 1.);
      }
    look_at(body, space, state);
  }

  void
  ReferenceConfiguration::look_at(const BodyAtRest &body, const MixedSpace &space, Loaded &state) const
  {
    state.displacement = body.displacement();
    state.pressure     = body.pressure();
    state.gap          = gaps(space, state.displacement);
    double largest     = 0.;
    for (std::size_t i = 0; i < state.gap.size(); i += dim)
      largest = std::max(largest, std::hypot(state.gap[i], state.gap[i + 1], state.gap[i + 2]));
    state.distance = mpi::max(largest, mesh_.communicator());
  }

  double
  ReferenceConfiguration::product(const std::vector<double> &a, const std::vector<double> &b) const
  {
    double sum = 0.; // cell by cell, so that it does not depend on the ranks
    for (const auto &cell : mesh_.triangulation().active_cell_iterators())
      if (cell->is_locally_owned())
        for (const unsigned int v : cell->vertex_indices())
          for (unsigned int d = 0; d < dim; ++d)
            sum += a[dim * cell->vertex_index(v) + d] * b[dim * cell->vertex_index(v) + d];
    return mpi::sum(sum, mesh_.communicator());
  }

  void
  ReferenceConfiguration::iterate(const MixedSpace &space, Loaded &best)
  {
    const ReferenceParameters &wanted = parameters_.reference;
    const auto                 inner  = [this](const auto &a, const auto &b) { return product(a, b); };
    AndersonMixing             mixing(wanted.memory, inner);
    std::vector<double>        places = to_values(mesh_.triangulation().get_vertices());
    load(space, best);
    double weight = wanted.relaxation;
    distances_    = {best.distance};
    while (best.distance > wanted.tolerance)
      {
        std::ostringstream text;
        text << "Reference configuration: iteration " << distances_.size() << ", the loaded body is up to "
             << distances_.back() * 1e3 << " mm from the image";
        run_.log().info(text.str());
        if (distances_.size() > wanted.iterations)
          throw ConvergenceError(text.str() + ". Reference configuration/Iterations are used up.");

        const std::vector<double> trial = mixing.next(places, best.gap, weight);
        Loaded                    found = best;
        mesh_.move_vertices(to_points(trial));
        try
          {
            load(space, found);
          }
        catch (const ConvergenceError &error)
          {
            run_.log().detail(std::string(error.what()) + " A smaller correction is tried.");
            found.distance = std::numeric_limits<double>::infinity();
          }
        distances_.push_back(std::min(found.distance, best.distance));
        if (std::isfinite(found.distance) && inner(found.gap, found.gap) < far_off * inner(best.gap, best.gap))
          {
            places = trial;
            best   = found;
            weight = std::min(2. * weight, wanted.relaxation);
            continue;
          }
        mixing.restart();
        if (weight *= 0.5; weight < smallest_weight)
          throw ConvergenceError("The unloaded body is not found: no correction brings the loaded body nearer to the "
                                 "image, from which it is up to " +
                                 std::to_string(best.distance * 1e3) +
                                 " mm away. Are the loads those of the image, and is the tissue stiff enough?");
      }
    mesh_.move_vertices(to_points(places));
  }

  void
  ReferenceConfiguration::find()
  {
    const ScopedTimer timer(run_.record(), "reference configuration");
    if (run_.restart())
      {
        move_to(read_places(table_, nodes_, image_nodes_), nodes_, mesh_);
        run_.log().info("Reference configuration: taken from " + table_.string());
        return;
      }
    Loaded state;
    if (is_inverse())
      look_back(state);
    else
      iterate(MixedSpace(mesh_, parameters_.continuity_of_pressure()), state);
    report(state);
    write_places(table_, nodes_, image_nodes_, node_places(FunctionSpace(mesh_, nodes_.degree())));
    if (!is_inverse())
      mesh_.write(run_.output() / "unloaded.msh");
  }

  bool
  ReferenceConfiguration::is_inverse() const
  {
    return parameters_.reference.method == "inverse";
  }

  void
  ReferenceConfiguration::look_back(Loaded &state)
  {
    {
      const MixedSpace space(mesh_, parameters_.continuity_of_pressure());
      BodyAtRest       body(parameters_, space, axes(), parameters_.time.end, asker, run_.log());
      body.equation().take_mesh_as_loaded();
      for (unsigned int step = 0; step < load_steps; ++step)
        body.load(step / double(load_steps), (step + 1.) / load_steps);
      state.displacement  = body.displacement();
      state.pressure      = body.pressure();
      NodePlaces unloaded = image_nodes_;
      for (unsigned int d = 0; d < dim; ++d)
        for (unsigned int n = 0; n < unloaded[d].locally_owned_size(); ++n)
          unloaded[d].local_element(n) -= state.displacement.local_element(3 * n + d);
      move_to(unloaded, nodes_, mesh_);
      work_ = body.work();
    }
    // The proof: what was found is relieved of a tenth of the loads and loaded again.
    const MixedSpace space(mesh_, parameters_.continuity_of_pressure());
    BodyAtRest       body(parameters_, space, axes(), parameters_.time.end, asker, run_.log());
    body.set_state(state.displacement, state.pressure);
    body.load(0.9, 0.9);
    body.load(0.9, 1.);
    look_at(body, space, state);
    distances_ = {state.distance};
  }

  void
  ReferenceConfiguration::report(const Loaded &state) const
  {
    const double       n     = is_inverse() ? work_.newton : distances_.size() - 1.;
    const std::string  steps = is_inverse() ? "Newton iterations" : "corrections";
    std::ostringstream text;
    text << "Reference configuration: found after " << n << ' ' << steps << ", " << distances_.back()
         << " m from the image under load";
    run_.log().info(text.str());
    run_.record().note("reference configuration/" + steps, n);
    run_.record().note("reference configuration/distance [m]", distances_.back());
    const FunctionSpace space(mesh_, 2);
    FieldOutput         output(space, run_.output(), "unloaded", parameters_.fields);
    output.write(0., {{"displacement", "m", &state.displacement, 3}});
  }
} // namespace vht
