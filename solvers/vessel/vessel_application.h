#pragma once

#include "solvers/core/application.h"
#include "solvers/vessel/models.h"

namespace vht
{
  /** vht-vessel: blood flow in vessels. The case chooses the model. */
  class VesselApplication final : public Application
  {
  public:
    void declare(ParameterSection &root) override;
    void check() const override;
    void inspect(Run &run) override;
    void run(Run &run) override;

  private:
    std::unique_ptr<VesselModel> model_;
  };
} // namespace vht
