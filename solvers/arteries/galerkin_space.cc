#include "solvers/arteries/galerkin_space.h"

#include "physics/circulation/tube_law.h"
#include "physics/error.h"

#include <deal.II/base/polynomial.h>
#include <deal.II/base/quadrature_lib.h>

namespace vht
{
  namespace
  {
    std::vector<dealii::Polynomials::Polynomial<double>>
    lagrange_basis(const std::vector<double> &points)
    {
      std::vector<dealii::Point<1>> places;
      for (const double point : points)
        places.emplace_back(point);
      return dealii::Polynomials::generate_complete_Lagrange_basis(places);
    }
  } // namespace

  GalerkinSpace::GalerkinSpace(const Discretisation &discretisation, unsigned int degree)
    : discretisation_(discretisation)
  {
    const dealii::QGaussLobatto<1> quadrature(degree + 1);
    for (unsigned int i = 0; i <= degree; ++i)
      {
        points_.push_back(quadrature.point(i)[0]);
        weights_.push_back(quadrature.weight(i));
      }
    const auto          basis = lagrange_basis(points_);
    std::vector<double> values(2);
    for (unsigned int i = 0; i <= degree; ++i)
      for (unsigned int j = 0; j <= degree; ++j)
        {
          basis[j].value(points_[i], values);
          derivative_[i][j] = values[1];
        }

    const Discretisation &d = discretisation;
    root_reference.resize(size(), 1.); // of cells that are none: any numbers one can compute with
    stiffness.resize(size(), 1.);
    face_rest_speed.resize(d.size(), 1.);
    face_speed_rise.resize(d.size(), 1.);
    for (std::size_t v = 0; v < d.vessels().size(); ++v)
      {
        const Vessel      &vessel = d.network().vessels()[v];
        const VesselCells &cells  = d.vessels()[v];
        if (vessel.wall_viscosity > 0.)
          throw InputError(vessel.where + ": vessel \"" + vessel.name +
                           "\" has a viscous wall, which discontinuous Galerkin does not have. Set "
                           "Discretisation/Scheme = finite volumes, or leave the wall viscosity out.");
        for (std::size_t cell = cells.first; cell < cells.first + cells.n; ++cell)
          for (unsigned int i = 0; i <= degree; ++i)
            {
              // Both sides of a face have its law, to the last bit: there the same pressure is the same area.
              const bool        at_face = i == 0 || i == degree;
              const double      place   = position(cells, cell, i) / vessel.length;
              const TubeLaw     law = TubeLaw::of(vessel.radius(place), vessel.thickness(place), vessel.youngs_modulus);
              const std::size_t face         = i == 0 ? cell - 1 : cell;
              root_reference[index(cell, i)] = at_face ? d.face_root_reference[face] : std::sqrt(law.reference_area);
              stiffness[index(cell, i)]      = at_face ? d.face_stiffness[face] : law.stiffness;
            }
        for (std::size_t face = cells.face(false); face <= cells.face(true); ++face)
          {
            face_rest_speed[face] =
              0.5 * std::sqrt(d.face_stiffness[face] * d.face_root_reference[face] / (2. * d.blood().density));
            face_speed_rise[face] = face_rest_speed[face] / d.face_root_reference[face];
          }
      }
  }

  std::vector<double>
  GalerkinSpace::polynomials(double place) const
  {
    std::vector<double> values;
    for (const auto &polynomial : lagrange_basis(points_))
      values.push_back(polynomial.value(place));
    return values;
  }

  double
  GalerkinSpace::volume(const ArteryState &state) const
  {
    double volume = 0.;
    for (const VesselCells &cells : discretisation_.vessels())
      for (std::size_t cell = cells.first; cell < cells.first + cells.n; ++cell)
        for (unsigned int i = 0; i < n_points(); ++i)
          volume += weights_[i] * state.area[index(cell, i)] * cells.width;
    return volume;
  }

  ArteryState
  GalerkinSpace::at_rest(double pressure) const
  {
    ArteryState state(size());
    state.area.fill(1.);
    for (std::size_t v = 0; v < discretisation_.vessels().size(); ++v)
      {
        const VesselCells &cells = discretisation_.vessels()[v];
        for (std::size_t cell = cells.first; cell < cells.first + cells.n; ++cell)
          for (unsigned int point = 0; point < n_points(); ++point)
            {
              const std::size_t i = index(cell, point);
              const double      root =
                root_at_rest(discretisation_.network().vessels()[v], {root_reference[i], stiffness[i]}, pressure);
              state.area[i] = root * root;
            }
      }
    return state;
  }

  double
  GalerkinSpace::stable_part() const
  {
    return 1. / (2. * n_points() - 1.);
  }
} // namespace vht
