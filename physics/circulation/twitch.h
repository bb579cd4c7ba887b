#pragma once

#include "physics/circulation/activation.h"

namespace vht
{
  /**
   * One smooth twitch in each beat.
   *
   *     e(s) = (1 - cos(2 pi s / D)) / 2 for s < D, else 0;  s = time since the onset
   *
   *     t_0  onset in the beat             0.2 s
   *     D    duration of the twitch        0.3 s
   *
   * The twitch may run over the end of the beat, as that of the atria does when time counts from the R wave. Used for
   * all chambers by Sankaran et al. 2012 (doi:10.1007/s10439-012-0579-3), as "half cosine" in svZeroDSolver.
   * Contraction and relaxation last equally long, which ventricles do not do; see "cosine" and "double Hill".
   */
  class Twitch final : public Activation
  {
  public:
    std::string_view
    name() const override
    {
      return "twitch";
    }

    Parameters parameters() override;
    void       prepare(double period) override;
    double     at(double time) const override;

  private:
    double onset_    = 0.2;
    double duration_ = 0.3;
    double period_   = 1.;
  };
} // namespace vht
