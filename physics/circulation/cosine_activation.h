#pragma once

#include "physics/circulation/activation.h"

namespace vht
{
  /**
   * Contraction and relaxation as two halves of cosines.
   *
   *     e(s) = (1 - cos(pi s / T_C)) / 2          for s < T_C
   *            (1 + cos(pi (s - T_C) / T_R)) / 2  for T_C <= s < T_C + T_R
   *            0                                  else;  s = time since the onset
   *
   *     t_C  onset in the beat              0.1 s
   *     T_C  duration of contraction        0.25 s
   *     T_R  duration of relaxation         0.4 s
   *
   * The defaults are those of the left ventricle in Regazzoni et al. 2022 (doi:10.1016/j.jcp.2022.111083), after Blanco
   * and Feijóo 2010. The slope is continuous, the curvature is not.
   */
  class CosineActivation final : public Activation
  {
  public:
    std::string_view
    name() const override
    {
      return "cosine";
    }

    Parameters parameters() override;
    void       prepare(double period) override;
    double     at(double time) const override;

  private:
    double onset_       = 0.1;
    double contraction_ = 0.25;
    double relaxation_  = 0.4;
    double period_      = 1.;
  };
} // namespace vht
