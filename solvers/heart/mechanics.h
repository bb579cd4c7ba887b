#pragma once

#include "solvers/core/mesh.h"
#include "solvers/elasticity/parameters.h"
#include "solvers/heart/fibres/fibre_parameters.h"

#include <array>

namespace vht
{
  class Run;

  /** How the deformed heart is drawn; section "Pictures" with Model = mechanics. */
  struct MechanicsPictureParameters
  {
    bool                  draw = true;
    std::array<double, 3> from = {{0.35, -1., 0.3}};
    std::array<double, 3> up   = {{0., 0., 1.}};

    void declare(ParameterSection &section);
  };

  /** What a case of vht-heart with Model = mechanics may set besides its mesh. */
  struct HeartMechanicsParameters
  {
    ElasticityParameters       elasticity;
    FibreParameters            fibres;
    MechanicsPictureParameters pictures;

    void declare(ParameterSection &root);

    /** @throws InputError */
    void check() const;
  };

  /** For --check: are all names known, do the fibres fit? Collective. @throws InputError */
  void inspect_heart_mechanics(const HeartMechanicsParameters &parameters, const Mesh &mesh);

  /** A heart that is loaded and contracts. The mesh is moved where its unloaded shape has to be found. Collective. */
  void run_heart_mechanics(const HeartMechanicsParameters &parameters, Mesh &mesh, Run &run);
} // namespace vht
