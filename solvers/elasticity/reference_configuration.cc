#include "solvers/elasticity/reference_configuration.h"

#include "physics/error.h"
#include "solvers/core/collective.h"
#include "solvers/core/field_output.h"
#include "solvers/core/paired_cells.h"
#include "solvers/core/run.h"
#include "solvers/elasticity/anderson_mixing.h"
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

    // A correction is taken back when the square of the distance from the image has grown so much.
    constexpr double far_off = 4.;

    using Place = std::array<double, dim>;

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

    Place
    to_place(const Point &x)
    {
      return {{x[0], x[1], x[2]}};
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

    /** Lines of the tissue after it has moved, made orthonormal: the first keeps its direction. */
    Matrix3
    orthonormal(const Matrix3 &axes)
    {
      Tensor column[dim];
      for (unsigned int I = 0; I < dim; ++I)
        for (unsigned int i = 0; i < dim; ++i)
          column[I][i] = axes[i][I];
      column[0] /= column[0].norm();
      column[1] -= (column[1] * column[0]) * column[0];
      column[1] /= column[1].norm();
      const Tensor third = dealii::cross_product_3d(column[0], column[1]);
      column[2]          = third * (third * column[2] > 0. ? 1. : -1.);
      Matrix3 result;
      for (unsigned int I = 0; I < dim; ++I)
        for (unsigned int i = 0; i < dim; ++i)
          result[i][I] = column[I][i];
      return result;
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
  {
    if (mesh.is_curved())
      throw InputError(
        "Reference configuration/Method = fixed point moves vertices, and the cells of the mesh are curved. "
        "Make the mesh with straight cells (Mesh/Order = 1).");
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
    for_each_cell_of_both(space.nodes(), space.pressures(), true,
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
    BodyAtRest body(parameters_, space, axes(), parameters_.time.end, "Reference configuration/Method", run_.log());
    if (state.gap.empty())
      for (unsigned int step = 0; step < load_steps; ++step)
        body.load(step / double(load_steps), (step + 1.) / load_steps);
    else
      {
        body.set_state(state.displacement, state.pressure);
        body.load(1., 1.);
      }
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
        read_table();
        return;
      }
    const MixedSpace space(mesh_);
    Loaded           state;
    iterate(space, state);
    report(space, state);
    write_table();
    mesh_.write(run_.output() / "unloaded.msh");
  }

  void
  ReferenceConfiguration::report(const MixedSpace &space, const Loaded &state) const
  {
    const auto         iterations = static_cast<double>(distances_.size() - 1);
    std::ostringstream text;
    text << "Reference configuration: found after " << iterations << " corrections, " << distances_.back()
         << " m from the image under load";
    run_.log().info(text.str());
    run_.record().note("reference configuration/corrections", iterations);
    run_.record().note("reference configuration/distance [m]", distances_.back());
    FieldOutput output(space.nodes(), run_.output(), "unloaded", parameters_.fields);
    output.write(0., {{"displacement", "m", &state.displacement, 3}});
  }

  void
  ReferenceConfiguration::write_table() const
  {
    std::map<Place, Place> mine;
    for (const auto &cell : mesh_.triangulation().active_cell_iterators())
      if (cell->is_locally_owned())
        for (const unsigned int v : cell->vertex_indices())
          mine[to_place(image_[cell->vertex_index(v)])] = to_place(cell->vertex(v));
    const auto of_ranks = mpi::gather(mesh_.communicator(), mine, 0);
    collectively(mesh_.communicator(), [&]() {
      if (of_ranks.empty())
        return;
      std::map<Place, Place> all;
      for (const auto &each : of_ranks)
        all.insert(each.begin(), each.end());
      std::ofstream file(table_);
      file << "image x [m],image y [m],image z [m],unloaded x [m],unloaded y [m],unloaded z [m]\n";
      file.precision(17);
      for (const auto &[x, X] : all)
        file << x[0] << ',' << x[1] << ',' << x[2] << ',' << X[0] << ',' << X[1] << ',' << X[2] << '\n';
      if (!file.flush())
        throw InputError("The unloaded body cannot be written to " + table_.string() + ".");
    });
  }

  void
  ReferenceConfiguration::read_table()
  {
    std::vector<Point> places = image_;
    collectively(mesh_.communicator(), [&]() {
      std::ifstream file(table_);
      std::string   line;
      if (!std::getline(file, line))
        throw InputError("There is no readable " + table_.string() +
                         ", which holds the unloaded body that the checkpoint belongs to. Run without --restart.");
      std::map<Place, Point> all;
      while (std::getline(file, line))
        {
          Place x, X;
          if (std::sscanf(line.c_str(), "%lf,%lf,%lf,%lf,%lf,%lf", &x[0], &x[1], &x[2], &X[0], &X[1], &X[2]) == 6)
            all[x] = Point(X[0], X[1], X[2]);
        }
      for (const auto &cell : mesh_.triangulation().active_cell_iterators())
        if (!cell->is_artificial())
          for (const unsigned int v : cell->vertex_indices())
            {
              const auto place = all.find(to_place(cell->vertex(v)));
              if (place == all.end())
                throw InputError("The unloaded body in " + table_.string() +
                                 " belongs to another mesh. Run without --restart.");
              places[cell->vertex_index(v)] = place->second;
            }
    });
    mesh_.move_vertices(places);
    run_.log().info("Reference configuration: taken from " + table_.string());
  }
} // namespace vht
