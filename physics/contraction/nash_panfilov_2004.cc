#include "physics/contraction/nash_panfilov_2004.h"

#include "physics/error.h"
#include "physics/quantity_text.h"

#include <algorithm>
#include <cmath>

namespace vht
{
  namespace
  {
    constexpr std::array<StateInfo, 1> state_list = {{{"tension", "Pa"}}};

    constexpr double threshold = 0.05, speed_up = 10.;
  } // namespace

  Parameters
  NashPanfilov2004::parameters()
  {
    return {{"k Ta", &tension_, "Pa", 0., 1e9, "tension at full depolarisation; Nash & Panfilov 2004"},
            {"e 0", &rate_, "1/s", 1e-3, 1e5, "rate of relaxation, a tenth of that of the rise; Chaste"},
            {"Resting potential", &resting_, "V", -0.2, 0.1, "potential without tension; Chaste"},
            {"Peak potential", &peak_, "V", -0.1, 0.2, "potential of full tension; Chaste"}};
  }

  std::span<const StateInfo>
  NashPanfilov2004::states() const
  {
    return state_list;
  }

  void
  NashPanfilov2004::initial_state(std::span<double> state) const
  {
    state[0] = 0.;
  }

  void
  NashPanfilov2004::check() const
  {
    if (!(peak_ > resting_))
      throw InputError("Nash-Panfilov 2004: the peak potential, " + quantity_text(peak_, "V") +
                       ", must be above the resting potential, " + quantity_text(resting_, "V") + ".");
  }

  void
  NashPanfilov2004::advance(double /*time*/,
                            double       dt,
                            const Block &drive,
                            const Block & /*stretch*/,
                            const Block & /*stretch_rate*/,
                            double *states,
                            Block  &tension,
                            Block  &stiffness) const
  {
    for (std::size_t i = 0; i < block_size; ++i)
      {
        const double u      = (drive[i] - resting_) / (peak_ - resting_);
        const double steady = u < 0. ? 0. : tension_ * u;
        const double rate   = u < threshold ? rate_ : speed_up * rate_;
        states[i]           = steady + (states[i] - steady) * std::exp(-rate * dt);
        tension[i]          = states[i];
        stiffness[i]        = 0.;
      }
  }
} // namespace vht
