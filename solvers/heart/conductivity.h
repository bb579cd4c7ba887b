#pragma once

#include "solvers/heart/electrophysiology_parameters.h"
#include "solvers/heart/fibres/fibre_field.h"
#include "solvers/reaction_diffusion/operator.h"

namespace vht
{
  /**
   * Diffusion tensors of the monodomain equation at the quadrature points of this rank's cells [m^2/s]:
   *
   *     D = (sigma_f f f^T + sigma_s s s^T + sigma_n n n^T) / (chi C_m)
   *
   * @throws InputError for a region of the case that the mesh does not have
   */
  DiffusionTensors
  monodomain_diffusion(const ElectrophysiologyParameters &parameters, const Mesh &mesh, const FibreField &fibres);
} // namespace vht
