#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vht
{
  /**
   * How the tissue resists a change of volume: U(J), where J is the ratio of the volumes and the bulk modulus kappa is
   * taken out: the energy per reference volume is kappa U(J), the hydrostatic pressure p = kappa U'(J).
   *
   * U(1) = U'(1) = 0 and U''(1) = 1. With p as an unknown, U'(J) - p / kappa = 0 also has the incompressible limit.
   */
  class VolumetricLaw
  {
  public:
    virtual ~VolumetricLaw() = default;

    virtual std::string_view name() const = 0;

    virtual double energy(double J) const     = 0; ///< U
    virtual double derivative(double J) const = 0; ///< U'
    virtual double curvature(double J) const  = 0; ///< U''
  };

  /** @throws InputError naming the closest known law */
  std::unique_ptr<VolumetricLaw> make_volumetric_law(std::string_view name);

  std::vector<std::string> volumetric_law_names();
} // namespace vht
