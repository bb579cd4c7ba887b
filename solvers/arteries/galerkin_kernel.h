#pragma once

#include "solvers/arteries/galerkin_space.h"
#include "solvers/arteries/network_ends.h"

#include <span>

namespace vht
{
  /** What one stage computes with, kept from stage to stage. */
  struct GalerkinFluxes
  {
    explicit GalerkinFluxes(std::size_t n_faces)
      : mass(n_faces)
      , from_left(n_faces)
      , from_right(n_faces)
    {
    }

    CellArray mass;       ///< through each face [m^3/s]
    CellArray from_left;  ///< momentum that the face takes out of the cell on its left beyond what that brings ...
    CellArray from_right; ///< ... and the same of the cell on its right [m^4/s^2]
  };

  /** A stage of a Runge–Kutta method that needs two numbers for each unknown: those of the step and of the stage. */
  struct LowStorageStage
  {
    double ahead;  ///< next stage's value = step value + ahead * step * rate
    double weight; ///< then step value += weight * step * rate
  };

  /**
   * One stage of the discontinuous Galerkin method in its collocated, strong form (Kopriva & Gassner 2010,
   * doi:10.1007/s10915-010-9372-3), for all vessels.
   *
   * The momentum's A / density dp/dx takes the derivative of the polynomial through the pressures at the points of the
   * cell, and at a face there is one tube law: under one pressure nothing moves, however the vessel is tapered. The
   * flux is that of Harten, Lax and van Leer for alpha Q^2 / A + B with B = integral of A / density dp at the law of
   * the face, as in the finite volumes, or that of the node.
   *
   * @param[in]     ends   of all vessels
   * @param[in,out] stage_state  where the rates are taken, then that of the next stage; ghosts hold any positive area
   * @param[in,out] step_state   the step as far as it has come
   * @return is every area positive and every number one?
   */
  bool galerkin_stage(const GalerkinSpace     &space,
                      std::span<const EndFace> ends,
                      double                   step,
                      const LowStorageStage   &stage,
                      ArteryState             &stage_state,
                      ArteryState             &step_state,
                      GalerkinFluxes          &fluxes);

  /** Longest stable time step [s], Courant number included. */
  double stable_step(const GalerkinSpace &space, const ArteryState &state);
} // namespace vht
