#pragma once

#include "solvers/network/component.h"
#include "solvers/network/components/time_input.h"

namespace vht::network
{
  /**
   * A bed that keeps its flow, such as the brain's: small arteries narrow where more flows than wanted.
   *
   *     tau x' = G (Q / (Q_n e^y) - 1) - x                 feedback of the flow
   *     tau_c y' = r (P_c - P_n) - y                       carbon dioxide changes the flow that is wanted
   *     resistance = f_1 + (f_2 - f_1) / (1 + (f_2 - 1) / (1 - f_1) e^(-k x)),  k such that its slope at x = 0 is 1
   *
   *     Q    flow that is kept: an unknown of the circuit, entry "Flow of"
   *     Q_n  flow that is wanted                           [m^3/s]
   *     P_c  pressure of carbon dioxide in the arteries    [Pa], by default P_n
   *     G    gain                                          9: a tenth of a change of pressure is left in the flow
   *     tau, tau_c  times of the muscle                    10 s, 20 s
   *     r    reactivity to carbon dioxide                  0.03 for each mmHg
   *     f_1, f_2  least and largest resistance             0.4, 2.5 of the normal one
   *
   * The bed reads "resistance NAME" ("Distal factor" of an RCR). Feedback of the flow through a low-pass and a sigmoid,
   * with carbon dioxide beside it, is the manner of Ursino and Lodi 1998 (doi:10.1152/ajpheart.1998.274.5.H1715), who
   * let compliances follow, too, and have the pressure in the skull. The constants here are a choice within what
   * textbooks give: nearly constant flow from about 60 to 150 mmHg, 3 % for each mmHg of carbon dioxide.
   */
  class Autoregulation final : public Component
  {
  public:
    Autoregulation();

    std::string
    type() const override
    {
      return "autoregulation";
    }

    std::vector<Port>
    ports() const override
    {
      return {};
    }

    std::vector<Internal>
    internals() const override
    {
      return {{"tone", Quantity::number}, {"dilation", Quantity::number}, {"resistance", Quantity::number}};
    }

    std::vector<std::string>
    readings() const override
    {
      return {flow_};
    }

    /** The unknown that is kept: "flow NAME inlet". */
    void
    keep(const std::string &flow)
    {
      flow_ = flow;
    }

    Parameters parameters() override;
    void       declare(ParameterSection &section) override;
    void       prepare(double period) override;
    void       evaluate(double                  time,
                        std::span<const double> value,
                        std::span<const double> rate,
                        LocalSystem            &system) const override;
    void       initial(std::span<double> value) const override;

    TimeInput &
    carbon_dioxide()
    {
      return carbon_dioxide_;
    }

  private:
    std::string flow_;
    double      wanted_        = 2e-6;
    double      gain_          = 9.;
    double      time_          = 10.;
    double      dilation_time_ = 20.;
    double      reactivity_    = 0.03 / 133.322387415;
    double      normal_        = 40. * 133.322387415;
    double      least_         = 0.4;
    double      most_          = 2.5;
    TimeInput   carbon_dioxide_;
  };
} // namespace vht::network
