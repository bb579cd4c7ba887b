#pragma once

#include "meshing/pipeline/mesh_case.h"
#include "meshing/pipeline/stage_run.h"
#include "solvers/core/application.h"

namespace vht::meshing
{
  /** `vht-mesh run CASE`: source, named surfaces and regions, refinement, check, files. */
  class MeshApplication final : public Application
  {
  public:
    explicit MeshApplication(const StageRange &range = {})
      : range_(range)
    {
    }

    void declare(ParameterSection &root) override;
    void check() const override;
    void inspect(Run &run) override;
    void run(Run &run) override;

  private:
    StageState make(Run &run) const;
    void       judge(const StageState &state, Run &run) const;
    void       draw(const Summary &summary, Run &run) const;

    MeshCase   case_;
    StageRange range_;
  };
} // namespace vht::meshing
