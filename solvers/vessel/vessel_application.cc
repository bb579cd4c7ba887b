#include "solvers/vessel/vessel_application.h"

#include "solvers/core/parameters.h"

namespace vht
{
  void
  VesselApplication::declare(ParameterSection &root)
  {
    std::string name = "network";
    root.add_choice("Model", name, vessel_model_names(),
                    "arteries: waves in a network of elastic vessels, 1-D; network: a circuit of 0-D components");
    root.critical();
    model_ = make_vessel_model(name);
    model_->declare(root);
  }

  void
  VesselApplication::check() const
  {
    model_->check();
  }

  void
  VesselApplication::inspect(Run &run)
  {
    model_->inspect(run);
  }

  void
  VesselApplication::run(Run &run)
  {
    model_->run(run);
  }
} // namespace vht
