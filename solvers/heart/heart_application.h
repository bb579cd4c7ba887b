#pragma once

#include "solvers/core/application.h"
#include "solvers/core/mesh.h"
#include "solvers/heart/electrophysiology_parameters.h"
#include "solvers/heart/fibres/fibre_parameters.h"
#include "solvers/heart/heart_pictures.h"
#include "solvers/heart/mechanics.h"
#include "solvers/reaction_diffusion/parameters.h"

namespace vht
{
  /** Everything that a case of vht-heart may set. */
  struct HeartParameters
  {
    std::string                 model = "activation"; ///< activation, mechanics
    MeshParameters              mesh;
    ReactionDiffusionParameters problem;
    ElectrophysiologyParameters electrophysiology;
    FibreParameters             fibres;
    HeartPictureParameters      pictures;
    HeartMechanicsParameters    mechanics;
  };

  /** vht-heart: electrical activation of heart muscle by the monodomain model, or its mechanics. */
  class HeartApplication final : public Application
  {
  public:
    void declare(ParameterSection &root) override;
    void check() const override;
    void inspect(Run &run) override;
    void run(Run &run) override;

  private:
    void run_activation(const Mesh &mesh, Run &run);

    HeartParameters parameters_;
  };
} // namespace vht
