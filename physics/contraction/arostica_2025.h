#pragma once

#include "physics/contraction/contraction.h"

namespace vht
{
  /**
   * The active stress of the cardiac elastodynamics benchmark of Arostica et al. 2025: one beat, the same everywhere.
   *
   *     dT_a/dt = -|a(t)| T_a + sigma_0 max(a(t), 0)
   *     a(t)    = a_max f(t) + a_min (1 - f(t))
   *     f(t)    = S+(t - t_sys) S-(t - t_dias),    S+-(x) = (1 +- tanh(x / gamma)) / 2
   *
   *     sigma_0        contractility                          150 kPa; the benchmark's sets 2A to 2C: 100, 200 kPa
   *     a_max, a_min   rates of activation and relaxation     5 1/s, -30 1/s
   *     t_sys, t_dias  begin and end of systole               0.16 s, 0.484 s
   *     gamma          steepness of the switches              5 ms
   *
   * Comput. Methods Appl. Mech. Engrg. 435 (2025) 117485, doi:10.1016/j.cma.2024.117485. The peak is 118.1 kPa at 0.479
   * s. The beat does not repeat. Integrated in steps of 0.1 ms at most, so that the result does not depend on the
   * solver's step.
   */
  class ArosticaActivation final : public Contraction
  {
  public:
    std::string_view
    name() const override
    {
      return "Arostica 2025";
    }

    std::string_view
    doi() const override
    {
      return "10.1016/j.cma.2024.117485";
    }

    Drive
    drive() const override
    {
      return Drive::nothing;
    }

    Parameters                 parameters() override;
    std::span<const StateInfo> states() const override;
    void                       initial_state(std::span<double> state) const override;

    /** @throws InputError unless systole ends after it begins */
    void check() const override;

    void advance(double       time,
                 double       dt,
                 const Block &drive,
                 const Block &stretch,
                 const Block &stretch_rate,
                 double      *states,
                 Block       &tension,
                 Block       &stiffness) const override;

  private:
    double contractility_     = 150e3;
    double activation_rate_   = 5.;
    double relaxation_rate_   = -30.;
    double begin_of_systole_  = 0.16;
    double begin_of_diastole_ = 0.484;
    double steepness_         = 5e-3;
  };

  /**
   * The pressure in a ventricle of the same benchmark, as a curve in time.
   *
   *     dp/dt = -|b(t)| p + sigma_mid max(b(t), 0) + sigma_pre g(t)
   *     b(t)  = a(t) + alpha_pre g(t) + alpha_mid,    g(t) = S-(t - t_dias)
   *
   *     a, S-                 as above with t_sys = 0.17 s, t_dias = 0.484 s
   *     sigma_pre, sigma_mid  [Pa/s], [Pa]
   *     alpha_pre, alpha_mid  [1/s]
   *
   * The right ventricle's alpha_pre is 1 1/s, which the participants' programs use; a comment in one of them says 5.
   */
  class ArosticaPressure
  {
  public:
    struct Constants
    {
      double alpha_pre, alpha_mid;
      double sigma_pre, sigma_mid;
      double activation_rate   = 5.;
      double relaxation_rate   = -30.;
      double begin_of_systole  = 0.17;
      double begin_of_diastole = 0.484;
      double steepness         = 5e-3;
    };

    static Constants one_ventricle();   ///< 5 and 1 1/s, 7 kPa/s, 16 kPa
    static Constants left_ventricle();  ///< 5 and 15 1/s, 12 kPa/s, 16 kPa
    static Constants right_ventricle(); ///< 1 and 10 1/s, 3 kPa/s, 4 kPa

    /** Integrates the curve from 0 to @p duration [s]; the benchmark ends at 1 s. */
    explicit ArosticaPressure(const Constants &constants, double duration = 1.);

    /**
     * Pressure [Pa] at a time [s].
     * @throws InputError outside of [0, duration]
     */
    double at(double time) const;

  private:
    double              step_;
    std::vector<double> pressure_; // at 0, step_, 2 step_, ...
  };
} // namespace vht
