#pragma once

#include "solvers/core/application.h"
#include "solvers/core/mesh.h"
#include "solvers/heart/electrophysiology_parameters.h"
#include "solvers/heart/fibres/fibre_parameters.h"
#include "solvers/heart/heart_pictures.h"
#include "solvers/reaction_diffusion/parameters.h"

namespace vht
{
  /** Everything that a case of vht-heart may set. */
  struct HeartParameters
  {
    MeshParameters              mesh;
    ReactionDiffusionParameters problem;
    ElectrophysiologyParameters electrophysiology;
    FibreParameters             fibres;
    HeartPictureParameters      pictures;
  };

  /** vht-heart: electrical activation of heart muscle by the monodomain model. */
  class HeartApplication final : public Application
  {
  public:
    void declare(ParameterSection &root) override;
    void check() const override;
    void inspect(Run &run) override;
    void run(Run &run) override;

  private:
    HeartParameters parameters_;
  };
} // namespace vht
