#pragma once

#include "physics/parameter.h"

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vht
{
  /**
   * Symmetric tensors at a block of points, in the tissue's axes f (fibre), s (sheet), n (normal).
   *
   * Voigt's order is ff, ss, nn, fs, fn, sn. Component k of point i is [k][i], so that the points of a block fill the
   * SIMD lanes. Strains carry twice the shear: then stress is the gradient of the energy and stiffness its Hessian.
   */
  struct MaterialBlock
  {
    static constexpr std::size_t size = 8; ///< points of a block

    using Voigt     = std::array<std::array<double, size>, 6>;
    using Stiffness = std::array<std::array<double, size>, 21>;

    /** Place of the entry (i, j) of a symmetric 6 x 6 matrix in a Stiffness: the upper triangle row by row. */
    static constexpr std::size_t
    place(std::size_t i, std::size_t j)
    {
      return i <= j ? i * (11 - i) / 2 + j : place(j, i);
    }
  };

  /**
   * The passive tissue: a hyperelastic law, given by its energy per reference volume W(E).
   *
   *     E   Green strain in the tissue's axes: E_ff, E_ss, E_nn, 2 E_fs, 2 E_fn, 2 E_sn      [1]
   *     S   second Piola-Kirchhoff stress dW/dE                                              [Pa]
   *     C   d^2 W / dE^2                                                                     [Pa]
   *
   * The volumetric part is a law of its own (physics/materials/volumetric_law.h). Asked in blocks, so that the virtual
   * call costs nothing. Where the strain is so large that the energy overflows the results are not finite; nothing is
   * thrown. The functions are const and may run in several threads.
   */
  class Material
  {
  public:
    virtual ~Material() = default;

    /** As make_material() knows it. */
    virtual std::string_view name() const = 0;

    /** Where the law was published: DOI. */
    virtual std::string_view doi() const = 0;

    /** The constants that a case file may set. */
    virtual Parameters parameters() = 0;

    /** Does the answer depend on the direction of the fibres? */
    virtual bool has_fibres() const = 0;

    /**
     * Rules across the constants, e.g. that the small-strain stiffness is positive.
     * @throws InputError for a set that is not physical
     */
    virtual void
    check() const
    {
    }

    /** Energy density [J/m^3] at each point. */
    virtual void energy(const MaterialBlock::Voigt &strain, std::array<double, MaterialBlock::size> &energy) const = 0;

    /** Stress [Pa] at each point. */
    virtual void stress(const MaterialBlock::Voigt &strain, MaterialBlock::Voigt &stress) const = 0;

    /** Stress and stiffness [Pa] at each point. */
    virtual void stiffness(const MaterialBlock::Voigt &strain,
                           MaterialBlock::Voigt       &stress,
                           MaterialBlock::Stiffness   &stiffness) const = 0;
  };

  /** Mean shear modulus of the unstrained tissue [Pa], from the stiffness at zero strain. */
  double shear_modulus(const Material &material);

  /**
   * The material with this name.
   * @throws InputError naming the closest known material
   */
  std::unique_ptr<Material> make_material(std::string_view name);

  /** All names that make_material() knows. */
  std::vector<std::string> material_names();
} // namespace vht
