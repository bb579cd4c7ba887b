#pragma once

#include "solvers/network/component.h"

namespace vht::network
{
  /**
   * The reflex of the carotid sinus: nerves that sense a pressure act on heart and vessels.
   *
   *     tau_p P' = p - P + tau_z p'                                            what the receptors feel
   *     f_a = (f_min + f_max e^a) / (1 + e^a),      a = (P - P_n) / k_a         nerves to the brain
   *     f_s = f_s1 + (f_s0 - f_s1) exp(-k_s f_a)                                sympathetic
   *     f_v = (f_v0 + f_v1 e^v) / (1 + e^v),        v = (f_a - f_c) / k_v       vagal
   *     D_s s' = f_s - s,  D_v v' = f_v - v                                     on their way
   *     u = ln(s - f_sm + 1) for s > f_sm, else 0
   *     tau_E x_E' = u - x_E,  tau_R x_R' = u - x_R,  tau_s x_s' = u - x_s,  tau_v x_v' = v - x_v
   *     contractility = (1 + g_E x_E) / (1 + g_E u_n),  resistance = (1 + g_R x_R) / (1 + g_R u_n)
   *     heart period T = T_0 + g_s x_s + g_v x_v,  lead' = 1 / T - 1 / period of the case
   *
   * p is the pressure at the inlet, which takes no blood. u_n is u at P = P_n: there contractility and resistance are
   * 1, and there the component starts. Who is controlled reads them as "contractility NAME", "resistance NAME", "lead
   * NAME" (a chamber beats early by so many beats; its times stay parts of the beat).
   *
   * Ursino 1998, American Journal of Physiology 275, H1733-H1747, with his constants: g_E is 0.475 / 2.392 of the left
   * ventricle's elastance, g_R 0.695 / 2.49 of the splanchnic resistance. Not in here: the unstressed volume of veins,
   * a second kind of resistance; and his pure delays of 2 s and 0.2 s are low-passes D_s and D_v.
   */
  class Baroreflex final : public Component
  {
  public:
    std::string
    type() const override
    {
      return "baroreflex";
    }

    std::vector<Port>     ports() const override;
    std::vector<Internal> internals() const override;
    Parameters            parameters() override;
    void                  prepare(double period) override;
    void                  evaluate(double                  time,
                                   std::span<const double> value,
                                   std::span<const double> rate,
                                   LocalSystem            &system) const override;
    void                  initial(std::span<double> value) const override;

    /** A value and its slope. */
    struct Signal
    {
      double value, slope;
    };

    /** Nerves by pressure [Pa]; efferent ones by afferent, and what acts by the sympathetic one; rates in 1/s. */
    Signal afferent(double pressure) const;
    Signal sympathetic(double afferent_rate) const;
    Signal vagal(double afferent_rate) const;
    Signal drive(double sympathetic_rate) const;

  private:
    /** The equations of what others read. */
    void add_outputs(std::span<const double> value, std::span<const double> rate, LocalSystem &system) const;

    double period_    = 1.;
    double set_point_ = 92. * 133.322387415;
    double width_     = 11.758 * 133.322387415;
    double lag_       = 2.076;
    double lead_time_ = 6.37;
    double least_ = 2.52, most_ = 47.78;                                        // f_min, f_max
    double sympathetic_rest_ = 2.10, sympathetic_free_ = 16.11, fall_ = 0.0675; // f_s1, f_s0, k_s
    double threshold_   = 2.66;                                                 // f_sm
    double vagal_least_ = 3.2, vagal_most_ = 6.3, centre_ = 25., vagal_width_ = 7.06;
    double sympathetic_delay_ = 2., vagal_delay_ = 0.2;
    double contractility_gain_ = 0.475 / 2.392, contractility_time_ = 8.;
    double resistance_gain_ = 0.695 / 2.49, resistance_time_ = 6.;
    double rest_period_             = 0.58;
    double sympathetic_period_gain_ = -0.13, sympathetic_period_time_ = 2.;
    double vagal_period_gain_ = 0.09, vagal_period_time_ = 1.5;
  };
} // namespace vht::network
