#pragma once

#include "solvers/core/application.h"
#include "solvers/network/parameters.h"

namespace vht
{
  /** vht-vessel: blood flow in vessels; so far circuits of 0-D components. */
  class VesselApplication final : public Application
  {
  public:
    void declare(ParameterSection &root) override;
    void check() const override;
    void inspect(Run &run) override;
    void run(Run &run) override;

  private:
    std::string                model_ = "network"; ///< network
    network::NetworkParameters network_;
  };
} // namespace vht
