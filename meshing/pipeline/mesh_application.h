#pragma once

#include "meshing/pipeline/mesh_case.h"
#include "meshing/summary.h"
#include "solvers/core/application.h"

namespace vht::meshing
{
  /** `vht-mesh run CASE`: source, named surfaces and regions, refinement, check, files. */
  class MeshApplication final : public Application
  {
  public:
    void declare(ParameterSection &root) override;
    void check() const override;
    void inspect(Run &run) override;
    void run(Run &run) override;

  private:
    TaggedMesh make(Run &run, Facts &facts) const;
    void       refuse(const Report &report, Run &run) const;
    void       draw(const Summary &summary, Run &run) const;

    MeshCase case_;
  };
} // namespace vht::meshing
