#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vht
{
  class ParameterSection;
  class Run;

  /** One kind of model that vht-vessel runs; the functions are called in the order in which they stand here. */
  class VesselModel
  {
  public:
    virtual ~VesselModel() = default;

    virtual void declare(ParameterSection &root) = 0;

    /** Rules across entries. @throws InputError */
    virtual void check() const = 0;

    /** Read what the case refers to and verify it; write nothing. */
    virtual void inspect(Run &run) = 0;

    virtual void run(Run &run) = 0;
  };

  /** @throws InputError naming the closest known model */
  std::unique_ptr<VesselModel> make_vessel_model(std::string_view name);

  std::vector<std::string> vessel_model_names();
} // namespace vht
