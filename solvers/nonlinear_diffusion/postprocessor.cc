#include "solvers/nonlinear_diffusion/postprocessor.h"

#include "solvers/core/csv_table.h"
#include "solvers/core/run.h"

#include <deal.II/base/mpi.h>
#include <deal.II/fe/fe_values.h>

#include <algorithm>
#include <array>
#include <limits>

namespace vht
{
  namespace mpi = dealii::Utilities::MPI;

  DiffusionPostprocessor::DiffusionPostprocessor(const DiffusionOperator     &equation,
                                                 const FieldOutputParameters &output,
                                                 Run                         &run)
    : equation_(equation)
    , fields_(equation.space(), run.output(), "temperature", output)
    , run_(run)
  {
  }

  void
  DiffusionPostprocessor::write(const Vector &temperature, const NewtonResult &solve)
  {
    const Mesh    &mesh = equation_.space().mesh();
    const MPI_Comm comm = mesh.communicator();
    double         low = std::numeric_limits<double>::infinity(), high = -low;
    for (const double value : temperature)
      {
        low  = std::min(low, value);
        high = std::max(high, value);
      }

    RunRecord &record = run_.record();
    record.summary("minimum temperature", mpi::min(low, comm), "K");
    record.summary("maximum temperature", mpi::max(high, comm), "K");
    record.summary("mean temperature", mean_temperature(temperature), "K");
    for (const Mesh::Group &surface : mesh.surfaces())
      record.summary("inflow " + surface.name, inflow(temperature, surface.tag), "W");
    record.summary("Newton iterations", solve.iterations, "1");
    record.summary("linear iterations", solve.linear_iterations, "1");

    CsvTable table(comm, run_.output() / "newton.csv", {"iteration [1]", "residual [W]"});
    for (std::size_t i = 0; i < solve.residuals.size(); ++i)
      table.row(std::array<double, 2>{{static_cast<double>(i), solve.residuals[i]}});

    fields_.write(0., {{"temperature", "K", &temperature}});
  }

  double
  DiffusionPostprocessor::mean_temperature(const Vector &temperature) const
  {
    const FunctionSpace  &space = equation_.space();
    dealii::FEValues<dim> values(space.mapping(), space.element(), space.quadrature(),
                                 dealii::update_values | dealii::update_JxW_values);
    std::vector<double>   at(space.quadrature().size());
    double                integral = 0., volume = 0.;

    temperature.update_ghost_values();
    for (const auto &cell : space.dofs().active_cell_iterators())
      if (cell->is_locally_owned())
        {
          values.reinit(cell);
          values.get_function_values(temperature, at);
          for (const unsigned int q : values.quadrature_point_indices())
            {
              integral += at[q] * values.JxW(q);
              volume += values.JxW(q);
            }
        }
    temperature.zero_out_ghost_values();
    return mpi::sum(integral, space.mesh().communicator()) / mpi::sum(volume, space.mesh().communicator());
  }

  double
  DiffusionPostprocessor::inflow(const Vector &temperature, unsigned int surface) const
  {
    const FunctionSpace      &space = equation_.space();
    dealii::FEFaceValues<dim> values(space.mapping(), space.element(), space.face_quadrature(),
                                     dealii::update_values | dealii::update_gradients | dealii::update_normal_vectors |
                                       dealii::update_JxW_values);
    std::vector<double>       at(space.face_quadrature().size()), conductivity(at.size());
    std::vector<Tensor>       gradient(at.size());
    double                    sum = 0.;

    temperature.update_ghost_values();
    for (const auto &cell : space.dofs().active_cell_iterators())
      if (cell->is_locally_owned())
        for (const unsigned int f : cell->face_indices())
          if (cell->at_boundary(f) && cell->face(f)->boundary_id() == surface)
            {
              values.reinit(cell, f);
              values.get_function_values(temperature, at);
              values.get_function_gradients(temperature, gradient);
              equation_.law().evaluate(at, conductivity);
              for (const unsigned int q : values.quadrature_point_indices())
                sum += conductivity[q] * (gradient[q] * values.normal_vector(q)) * values.JxW(q);
            }
    temperature.zero_out_ghost_values();
    return mpi::sum(sum, space.mesh().communicator());
  }
} // namespace vht
