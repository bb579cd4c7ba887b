#pragma once

#include "solvers/arteries/network_ends.h"

#include <span>

namespace vht
{
  /**
   * One stage of a Runge–Kutta method for all vessels: next = weight_old old + (1 - weight_old) (state + step * rate).
   *
   * The rate comes from second-order fluxes. Pressure and flow are reconstructed, and the area at a face follows from
   * the pressure and the one tube law that holds there: under one pressure both sides then have the same area however
   * the vessel is tapered, and rest stays rest. The flux is that of Harten, Lax and van Leer, or at the ends of vessels
   * that of the node. The momentum is A / density dp/dx; with B = integral of A / density dp at fixed law, each side of
   * a face takes the flux less its B and the integral along its half cell, which is exact where the law does not vary.
   *
   * Works through the cells in strips that stay in the first cache.
   *
   * @param[in]  ends   of all vessels, by rising face
   * @param[in]  state  with ghosts that continue pressure and flow
   * @param[out] next   another object than @p state
   * @return is every area positive and every number one?
   */
  bool advance_stage(const Discretisation    &discretisation,
                     std::span<const EndFace> ends,
                     double                   step,
                     double                   weight_old,
                     const ArteryState       &old_state,
                     const ArteryState       &state,
                     ArteryState             &next);

  /** Longest stable time step [s], Courant number included. */
  double stable_step(const Discretisation &discretisation, const ArteryState &state);
} // namespace vht
