#include "solvers/arteries/terminal.h"

#include "physics/error.h"
#include "physics/quantity_text.h"

#include <cmath>

namespace vht
{
  namespace
  {
    /** A resistance before a pressure that stays: also a kept pressure, and what reflects a part of each wave. */
    class ResistanceTerminal final : public Terminal
    {
    public:
      explicit ResistanceTerminal(const Relation &relation)
        : relation_(relation)
      {
      }

      Relation
      at_begin() const override
      {
        return relation_;
      }

      Relation
      at_end(double, double) const override
      {
        return relation_;
      }

    private:
      Relation relation_;
    };

    /**
     * Windkessel of three elements, Westerhof et al. 2009, doi:10.1007/s11517-008-0359-2:
     *
     *     p = R1 Q + p_c,    C dp_c/dt = Q - (p_c - p_out) / R2
     */
    class WindkesselTerminal final : public Terminal
    {
    public:
      WindkesselTerminal(double proximal, double distal, double compliance, const TerminalSite &site)
        : proximal_(proximal)
        , distal_(distal)
        , compliance_(compliance)
        , outflow_pressure_(site.outflow_pressure)
        , initial_(site.initial_pressure)
        , pressure_(site.initial_pressure)
      {
      }

      Relation
      at_begin() const override
      {
        return {pressure_, proximal_};
      }

      Relation
      at_end(double step, double flow_at_begin) const override
      {
        // p_c = offset + gain Q, from the trapezoidal rule.
        const double half     = 0.5 * step / compliance_;
        const double leak     = half / distal_;
        const double constant = pressure_ + half * flow_at_begin - leak * (pressure_ - 2. * outflow_pressure_);
        return {constant / (1. + leak), proximal_ + half / (1. + leak)};
      }

      void
      advance(double step, double flow_at_begin, double flow_at_end) override
      {
        const Relation relation = at_end(step, flow_at_begin);
        pressure_               = relation.offset + (relation.resistance - proximal_) * flow_at_end;
      }

      double
      stored() const override
      {
        return compliance_ * (pressure_ - initial_);
      }

      std::vector<double>
      save() const override
      {
        return {pressure_};
      }

      void
      load(std::span<const double> state) override
      {
        pressure_ = state[0];
      }

    private:
      double proximal_, distal_, compliance_, outflow_pressure_, initial_;
      double pressure_; ///< in the capacitor [Pa]
    };

    void
    check(bool good, const Vessel &vessel, const std::string &problem)
    {
      if (!good)
        throw InputError(vessel.where + ": the terminal of vessel \"" + vessel.name + "\": " + problem);
    }
  } // namespace

  std::unique_ptr<Terminal>
  make_terminal(const Vessel &vessel, const TerminalSite &site)
  {
    TerminalData data  = vessel.terminal;
    const bool   total = !std::isnan(data.total_resistance), kept = !std::isnan(data.pressure);
    const bool   reflects = !std::isnan(data.reflection), resists = !std::isnan(data.proximal_resistance);
    check(
      total + kept + reflects + resists == 1, vessel,
      "give one of R1 (with R2 and C where there is a windkessel), total resistance, reflection, terminal pressure.");

    if (kept)
      return std::make_unique<ResistanceTerminal>(Terminal::Relation{data.pressure, 0.});
    if (reflects)
      {
        check(data.reflection >= -1. && data.reflection < 1., vessel, "a reflection lies between -1 and below 1.");
        const double ratio = (1. + data.reflection) / (1. - data.reflection);
        return std::make_unique<ResistanceTerminal>(Terminal::Relation{site.initial_pressure, ratio * site.impedance});
      }
    if (total && std::isnan(data.compliance))
      {
        data.proximal_resistance = data.total_resistance;
      }
    else if (total)
      {
        data.proximal_resistance = site.impedance;
        data.distal_resistance   = data.total_resistance - site.impedance;
        check(data.distal_resistance > 0., vessel,
              "its total resistance of " + quantity_text(data.total_resistance, "Pa s/m^3") +
                " is below the characteristic impedance of the vessel, " + quantity_text(site.impedance, "Pa s/m^3") +
                ". Is the unit right?");
      }

    check(data.proximal_resistance >= 0., vessel, "R1 must not be negative.");
    const bool has_distal = !std::isnan(data.distal_resistance), stores = !std::isnan(data.compliance);
    check(has_distal == stores, vessel, "a windkessel needs both R2 and C.");
    if (!stores)
      return std::make_unique<ResistanceTerminal>(Terminal::Relation{site.outflow_pressure, data.proximal_resistance});
    check(data.distal_resistance > 0. && data.compliance > 0., vessel, "R2 and C must be positive.");
    return std::make_unique<WindkesselTerminal>(data.proximal_resistance, data.distal_resistance, data.compliance,
                                                site);
  }
} // namespace vht
