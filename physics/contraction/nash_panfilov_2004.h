#pragma once

#include "physics/contraction/contraction.h"

namespace vht
{
  /**
   * Nash & Panfilov 2004: tension that follows the potential with a delay. No calcium, no feeling for the stretch.
   *
   *     dT_a/dt = e(u) (k_Ta u - T_a),    e = e_0 where u < 0.05, else 10 e_0
   *
   *     u      (V - V_rest) / (V_peak - V_rest), not below zero     [1]
   *     k_Ta   tension at full depolarisation                       47.9 kPa
   *     e_0    rate of relaxation                                   10 1/s
   *     V_rest, V_peak                                              -85 mV, 40 mV
   *
   * Law: Prog. Biophys. Mol. Biol. 85 (2004) 501-522, doi:10.1016/j.pbiomolbio.2004.01.016. The paper has no units of
   * time and potential; e_0 and the two potentials are those of the heart simulator Chaste. Good for wiring up an
   * electromechanical solver, and where only the time of contraction matters. The tension rises within 20 ms of the
   * upstroke. Exact while the potential is constant.
   */
  class NashPanfilov2004 final : public Contraction
  {
  public:
    std::string_view
    name() const override
    {
      return "Nash-Panfilov 2004";
    }

    std::string_view
    doi() const override
    {
      return "10.1016/j.pbiomolbio.2004.01.016";
    }

    Drive
    drive() const override
    {
      return Drive::potential;
    }

    Parameters                 parameters() override;
    std::span<const StateInfo> states() const override;
    void                       initial_state(std::span<double> state) const override;

    /** @throws InputError unless the peak is above rest */
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
    double tension_ = 47.9e3;
    double rate_    = 10.;
    double resting_ = -85e-3;
    double peak_    = 40e-3;
  };
} // namespace vht
