#pragma once

#include "physics/parameter.h"
#include "physics/state_info.h"

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vht
{
  /**
   * How heart muscle develops tension along its fibres: states s that follow a drive and the stretch.
   *
   *     ds/dt = g(t, drive, lambda, dlambda/dt, s),      T_a = T_a(t, lambda, s)
   *
   *     lambda  stretch of the fibre, 1 at rest                                    [1]
   *     T_a     active tension                                                     [Pa]
   *     K_a     dT_a / dlambda of a stretch so fast that no cross-bridge lets go   [Pa]
   *
   * How T_a enters the stress (along f f of the second Piola-Kirchhoff stress, with or without a division by lambda) is
   * the solver's to say. K_a stabilises a solver that alternates between tension and displacement: with
   * T_a + K_a (lambda - lambda of the last step) in place of T_a it does not oscillate (Regazzoni & Quarteroni 2021,
   * doi:10.1016/j.cma.2020.113506). It is zero for a law that does not feel the stretch.
   *
   * Asked in blocks of the size of a MaterialBlock. State k of lane i of block b is
   * states[(b * n_states + k) * block_size + i]. What a lane yields depends on that lane alone. The functions are const
   * and may run in several threads.
   */
  class Contraction
  {
  public:
    static constexpr std::size_t block_size = 8;

    using Block = std::array<double, block_size>;

    /** What the law must be told about the cell. */
    enum class Drive
    {
      nothing,
      calcium,  ///< free intracellular calcium [mol/m^3]
      potential ///< transmembrane potential [V]
    };

    virtual ~Contraction() = default;

    /** As make_contraction() knows it. */
    virtual std::string_view name() const = 0;

    /** Where the law was published: DOI; empty for a law that is none. */
    virtual std::string_view doi() const = 0;

    /** The constants that a case file may set. */
    virtual Parameters parameters() = 0;

    virtual Drive drive() const = 0;

    /** The states in the order in which they are stored; there may be none. */
    virtual std::span<const StateInfo> states() const = 0;

    /** State of muscle at rest; @p state is n_states() long. */
    virtual void initial_state(std::span<double> state) const = 0;

    /**
     * Rules across the constants.
     * @throws InputError for a set that is not physical, or where something is missing
     */
    virtual void
    check() const
    {
    }

    /**
     * Move the states of one block on by @p dt, while drive, stretch and stretch rate stay as they are given; for
     * second order give them at the middle of the step. With dt = 0 the states stay, and tension and stiffness are
     * those of now.
     *
     * @param[in]     time          at which the step begins [s]
     * @param[in]     dt            time step [s]
     * @param[in]     drive         see drive(); not read if that is nothing
     * @param[in]     stretch       of the fibre [1]
     * @param[in]     stretch_rate  [1/s]
     * @param[in,out] states        n_states() * block_size long
     * @param[out]    tension       T_a at the end of the step [Pa]
     * @param[out]    stiffness     K_a at the end of the step [Pa], not negative
     */
    virtual void advance(double       time,
                         double       dt,
                         const Block &drive,
                         const Block &stretch,
                         const Block &stretch_rate,
                         double      *states,
                         Block       &tension,
                         Block       &stiffness) const = 0;

    std::size_t
    n_states() const
    {
      return states().size();
    }

    /** Fill whole blocks, states.size() / (n_states() * block_size) of them, with the initial state. */
    void fill_initial(std::span<double> states) const;
  };

  /**
   * The contraction with this name.
   * @throws InputError naming the closest known one
   */
  std::unique_ptr<Contraction> make_contraction(std::string_view name);

  /** All names that make_contraction() knows. */
  std::vector<std::string> contraction_names();
} // namespace vht
