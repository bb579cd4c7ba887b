#include "solvers/arteries/discretisation.h"

#include "physics/circulation/tube_law.h"
#include "physics/circulation/velocity_profile.h"
#include "physics/error.h"
#include "physics/quantity_text.h"
#include "solvers/core/parameters.h"

#include <algorithm>
#include <cmath>

namespace vht
{
  namespace
  {
    constexpr std::size_t lanes = 8; // the widest there is
  }

  void
  BloodParameters::declare(ParameterSection &section)
  {
    section.add("Density", density, "kg/m^3", {500., 2000.}, "Mass of blood");
    section.critical();
    section.add("Viscosity", viscosity, "Pa s", {0., 0.1}, "Dynamic; 0 for a flow without friction");
    section.critical();
  }

  void
  DiscretisationParameters::declare(ParameterSection &section)
  {
    section.add_choice("Scheme", scheme, {finite_volumes, discontinuous_galerkin},
                       "Finite volumes of second order, fast, for steep waves too; or discontinuous Galerkin, for "
                       "smooth waves in cells several times as long");
    section.critical();
    section.add("Degree", degree, {1, 3}, "Of the polynomials of discontinuous Galerkin; its order is one more");
    section.critical();
    section.add("Cell size", cell_size, "m", {1e-5, 1.}, "No cell is longer");
    section.critical();
    section.add("Smallest number of cells", smallest_cells, {1, 10000},
                "In each vessel, however short; explicit finite volumes need two");
    section.critical();
    section.add("Courant number", courant_number, "1", {0.01, 1.},
                "Time step as part of the time in which a pulse wave crosses the cell where this is shortest");
    section.critical();
    std::string slopes = limited ? "limited" : "smooth";
    section.add_choice(
      "Slopes", slopes, {"limited", "smooth"},
      "Of finite volumes. limited: nothing overshoots, steep waves included; smooth: extrema of smooth waves "
      "are kept, steep ones may overshoot");
    limited = slopes == "limited";
    section.critical();
    std::string momentum = plug_momentum ? "plug" : "profile";
    section.add_choice("Momentum", momentum, {"profile", "plug"},
                       "profile: the momentum coefficient belongs to the velocity profile; plug: it is 1");
    plug_momentum = momentum == "plug";
    section.critical();
  }

  Discretisation::Discretisation(const Network                  &network,
                                 const BloodParameters          &blood,
                                 const DiscretisationParameters &parameters)
    : courant_number(parameters.courant_number)
    , limited(parameters.limited)
    , network_(network)
    , blood_(blood)
  {
    number(parameters);
    for (CellArray *array : {&root_reference, &stiffness, &face_root_reference, &face_stiffness, &face_compliance,
                             &alpha, &rest_speed, &speed_rise})
      array->resize(size_, 1.); // of cells that are none: any numbers one can compute with
    for (CellArray *array : {&friction, &inverse_width, &damping, &speed_spread})
      array->resize(size_, 0.);
    for (std::size_t v = 0; v < vessels_.size(); ++v)
      fill(network.vessels()[v], vessels_[v], parameters.plug_momentum);
  }

  void
  Discretisation::number(const DiscretisationParameters &parameters)
  {
    std::size_t next = begin();
    for (const Vessel &vessel : network_.vessels())
      {
        const std::size_t n = std::max<std::size_t>(parameters.smallest_cells,
                                                    std::ceil(vessel.length / parameters.cell_size * (1. - 1e-12)));
        vessels_.push_back({next + 1, n, vessel.length / static_cast<double>(n)});
        next += n + 2;
      }
    size_ = (next + lanes - 1) / lanes * lanes + begin();
  }

  void
  Discretisation::fill(const Vessel &vessel, const VesselCells &cells, bool plug_momentum)
  {
    const VelocityProfile profile{vessel.profile_order};
    const auto            law_at = [&](double position) {
      const double place = std::clamp(position / static_cast<double>(cells.n), 0., 1.);
      return TubeLaw::of(vessel.radius(place), vessel.thickness(place), vessel.youngs_modulus);
    };
    for (std::size_t i = cells.ghost(false); i <= cells.ghost(true); ++i)
      {
        const double  position = static_cast<double>(i) - static_cast<double>(cells.first);
        const TubeLaw law = law_at(position + 0.5), at_face = law_at(position + 1.);
        root_reference[i]      = std::sqrt(law.reference_area);
        stiffness[i]           = law.stiffness;
        face_root_reference[i] = std::sqrt(at_face.reference_area);
        face_stiffness[i]      = at_face.stiffness;
        face_compliance[i]     = 1. / at_face.stiffness;
        alpha[i]               = plug_momentum ? 1. : profile.momentum_coefficient();
        speed_spread[i]        = std::sqrt(alpha[i] * (alpha[i] - 1.));
        rest_speed[i]          = 0.5 * law.wave_speed(law.reference_area, blood_.density);
        speed_rise[i]          = rest_speed[i] / root_reference[i];
        friction[i]            = profile.friction(blood_.viscosity) / blood_.density;
        const double place     = std::clamp((position + 0.5) / static_cast<double>(cells.n), 0., 1.);
        damping[i]             = wall_damping(vessel.wall_viscosity, vessel.thickness(place), law.reference_area);
      }
    for (std::size_t i = cells.first; i < cells.first + cells.n; ++i)
      inverse_width[i] = 1. / cells.width;
    viscous_walls = viscous_walls || vessel.wall_viscosity > 0.;
  }

  std::size_t
  Discretisation::n_cells() const
  {
    std::size_t n = 0;
    for (const VesselCells &cells : vessels_)
      n += cells.n;
    return n;
  }

  EndCurve::Law
  Discretisation::end_law(const VesselEnd &end) const
  {
    const VesselCells &cells = vessels_[end.vessel];
    const std::size_t  face  = cells.face(end.distal);
    return {face_root_reference[face],
            face_stiffness[face],
            network_.vessels()[end.vessel].reference_pressure,
            blood_.density,
            alpha[cells.first],
            end.sign()};
  }

  double
  root_at_rest(const Vessel &vessel, const WallAt &wall, double pressure)
  {
    const double root = wall.root_reference + (pressure - vessel.reference_pressure) / wall.stiffness;
    if (root <= 0.)
      throw InputError(vessel.where + ": under the initial pressure of " + quantity_text(pressure, "Pa") +
                       " vessel \"" + vessel.name + "\" would be shut: its reference pressure is " +
                       quantity_text(vessel.reference_pressure, "Pa") + ". Raise Initial/Pressure.");
    return root;
  }

  ArteryState
  state_at_rest(const Discretisation &discretisation, double pressure)
  {
    ArteryState state(discretisation.size());
    state.area.fill(1.);
    for (std::size_t v = 0; v < discretisation.vessels().size(); ++v)
      {
        const Vessel      &vessel = discretisation.network().vessels()[v];
        const VesselCells &cells  = discretisation.vessels()[v];
        for (std::size_t i = cells.ghost(false); i <= cells.ghost(true); ++i)
          {
            const double root =
              root_at_rest(vessel, {discretisation.root_reference[i], discretisation.stiffness[i]}, pressure);
            state.area[i] = root * root;
          }
      }
    return state;
  }
} // namespace vht
