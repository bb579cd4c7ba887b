#pragma once

#include "physics/parameter.h"
#include "physics/state_info.h"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vht
{
  /**
   * The membrane of a heart muscle cell: which current flows at a given potential, and how the channels follow.
   *
   *     dV/dt = -(I_ion(V, s) + I_stim) / C_m,      ds/dt = g(V, s)
   *
   *     V      transmembrane potential                                   [V]
   *     s      gates, concentrations: n_states numbers, SI units
   *     I/C_m  outward current per membrane capacitance                  [A/F = V/s]
   *
   * Asked in blocks of block_size nodes, so that the virtual call costs nothing and the loop over the nodes of a block
   * fills the SIMD lanes. Inside a block a state is contiguous: state k of lane i of block b is
   * states[(b * n_states + k) * block_size + i]. What a lane yields depends on that lane alone, to the last bit; unused
   * lanes of the last block should hold the initial state. The functions are const and may run in several threads.
   */
  class CellModel
  {
  public:
    static constexpr std::size_t block_size = 64;

    virtual ~CellModel() = default;

    /** As make_cell_model() knows it. */
    virtual std::string_view name() const = 0;

    /** Where the model was published: DOI. */
    virtual std::string_view doi() const = 0;

    /** The constants that a case file may set. */
    virtual Parameters parameters() = 0;

    /** The states in the order in which they are stored, without the potential. */
    virtual std::span<const StateInfo> states() const = 0;

    /** Potential that belongs to initial_state() [V]. */
    virtual double resting_potential() const = 0;

    /** Published state at rest; @p state is n_states() long. */
    virtual void initial_state(std::span<double> state) const = 0;

    /**
     * Ionic current of one block at given states, which stay as they are.
     *
     * @param[in]  potential  [V], block_size long
     * @param[in]  states     n_states() * block_size long
     * @param[out] current    I_ion / C_m [A/F], positive outward, block_size long
     */
    virtual void ionic_current(const double *potential, const double *states, double *current) const = 0;

    /**
     * The ionic current of the old states, as ionic_current() gives it; then the states move on by @p dt with the
     * potential frozen: gates exactly for that potential (Rush & Larsen 1978, doi:10.1109/TBME.1978.326270),
     * concentrations by forward Euler.
     *
     * @param[in]     dt         time step [s]
     * @param[in]     potential  [V], block_size long
     * @param[in,out] states     n_states() * block_size long
     * @param[out]    current    I_ion / C_m [A/F], positive outward, block_size long
     */
    virtual void advance(double dt, const double *potential, double *states, double *current) const = 0;

    std::size_t
    n_states() const
    {
      return states().size();
    }

    /**
     * Place of the state with this name.
     * @throws InputError naming the closest state
     */
    std::size_t state_index(std::string_view name) const;

    /** Fill whole blocks, states.size() / (n_states() * block_size) of them, with the initial state. */
    void fill_initial(std::span<double> states) const;
  };

  /**
   * The cell model with this name.
   * @throws InputError naming the closest known model
   */
  std::unique_ptr<CellModel> make_cell_model(std::string_view name);

  /** All names that make_cell_model() knows. */
  std::vector<std::string> cell_model_names();
} // namespace vht
