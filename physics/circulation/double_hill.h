#pragma once

#include "physics/circulation/activation.h"

namespace vht
{
  /**
   * The product of two Hill functions, one that rises and one that falls.
   *
   *     e(s) = k g_1 / (1 + g_1) / (1 + g_2),  g_i = (s / tau_i)^m_i,  max e = 1 sets k;  s = time since the onset
   *
   *     t_0    onset in the beat                0.2 s
   *     tau_1  time constant of contraction     0.1855 s
   *     tau_2  time constant of relaxation      0.3117 s
   *     m_1    steepness of contraction         1.32
   *     m_2    steepness of relaxation          27.4
   *
   * Mynard et al. 2012 (doi:10.1002/cnm.1466), after Stergiopulos et al. 1996; constants of the left ventricle. Nearer
   * to measured elastances than cosines are. e jumps at the onset by what is left of it after one beat: keep tau_2 well
   * below the period.
   */
  class DoubleHill final : public Activation
  {
  public:
    std::string_view
    name() const override
    {
      return "double Hill";
    }

    Parameters parameters() override;
    void       prepare(double period) override;
    double     at(double time) const override;

  private:
    double raw(double since) const;

    double onset_            = 0.2;
    double contraction_time_ = 0.1855;
    double relaxation_time_  = 0.3117;
    double contraction_rate_ = 1.32;
    double relaxation_rate_  = 27.4;
    double period_           = 1.;
    double factor_           = 1.;
  };
} // namespace vht
