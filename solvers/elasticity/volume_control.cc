#include "solvers/elasticity/volume_control.h"

#include "physics/error.h"

#include <deal.II/lac/full_matrix.h>
#include <deal.II/lac/vector.h>

namespace vht
{
  namespace
  {
    /** Append what a pressure does on the walls of a cavity. */
    void
    press(const Cavity &cavity, double pressure, std::vector<SurfaceLoad> &loads)
    {
      for (const unsigned int surface : cavity.surfaces())
        loads.push_back({.surface = surface, .pressure = pressure});
    }
  } // namespace

  VolumeControl::VolumeControl(ElasticityOperator &equation, std::vector<Controlled> cavities)
    : equation_(equation)
    , cavities_(std::move(cavities))
    , targets_(cavities_.size())
  {
    for (std::size_t c = 0; c < cavities_.size(); ++c)
      {
        forces_.push_back(equation.space().make_unknown());
        derivatives_.push_back(equation.space().make_unknown());
      }
  }

  void
  VolumeControl::aim_at(double time)
  {
    for (std::size_t c = 0; c < cavities_.size(); ++c)
      targets_[c] = cavities_[c].volume(time);
  }

  void
  VolumeControl::apply(const std::vector<double> &pressures)
  {
    std::vector<SurfaceLoad> loads;
    for (std::size_t c = 0; c < cavities_.size(); ++c)
      press(*cavities_[c].cavity, pressures[c], loads);
    equation_.set_controlled_loads(std::move(loads));
  }

  std::vector<double>
  VolumeControl::residual(const Vector &displacement) const
  {
    std::vector<double> result;
    displacement.update_ghost_values();
    for (std::size_t c = 0; c < cavities_.size(); ++c)
      result.push_back(equation_.volume_scale() * (cavities_[c].cavity->volume(displacement) - targets_[c]));
    displacement.zero_out_ghost_values();
    return result;
  }

  void
  VolumeControl::linearise(const ElasticityOperator::State &state, double rate)
  {
    const MixedSpace &space       = equation_.space();
    const Vector      no_pressure = space.make_pressure();
    for (std::size_t c = 0; c < cavities_.size(); ++c)
      {
        std::vector<SurfaceLoad> unit;
        press(*cavities_[c].cavity, 1., unit);
        space.join(equation_.forces_of(unit, state), no_pressure, forces_[c]);

        Vector derivative = space.make_displacement();
        state.displacement->update_ghost_values();
        cavities_[c].cavity->derivative(*state.displacement, derivative);
        state.displacement->zero_out_ghost_values();
        derivative *= rate * equation_.volume_scale();
        for (const auto &[dof, value] : equation_.given())
          derivative(dof) = 0.;
        space.join(derivative, no_pressure, derivatives_[c]);
      }
  }

  unsigned int
  VolumeControl::solve(MixedSolver               &solver,
                       const Vector              &f,
                       const std::vector<double> &volumes,
                       Vector                    &step,
                       std::vector<double>       &pressure) const
  {
    const std::size_t   n          = cavities_.size();
    Vector              y          = equation_.space().make_unknown();
    unsigned int        iterations = solver.solve(f, y);
    std::vector<Vector> columns(n, equation_.space().make_unknown());
    for (std::size_t c = 0; c < n; ++c)
      iterations += solver.solve(forces_[c], columns[c]);

    // S dP = V - V* - D^T y, with S = D^T K^-1 C.
    dealii::FullMatrix<double> schur(n, n);
    dealii::Vector<double>     right(n), solution(n);
    for (std::size_t i = 0; i < n; ++i)
      {
        right(i) = volumes[i] - derivatives_[i] * y;
        for (std::size_t j = 0; j < n; ++j)
          schur(i, j) = derivatives_[i] * columns[j];
      }
    if (!(std::abs(schur.determinant()) > 0.))
      throw ConvergenceError("The volume of a cavity does not answer to its pressure: are its walls fixed?");
    schur.gauss_jordan();
    schur.vmult(solution, right);

    step.equ(-1., y);
    pressure.assign(n, 0.);
    for (std::size_t c = 0; c < n; ++c)
      {
        pressure[c] = solution(c);
        step.add(-solution(c), columns[c]);
      }
    return iterations;
  }
} // namespace vht
