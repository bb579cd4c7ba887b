#include "solvers/network/components/coronary.h"

#include "solvers/core/parameters.h"
#include "solvers/network/components/terms.h"

namespace vht::network
{
  Coronary::Coronary()
    : muscle_("Muscle pressure", "Pa")
  {
  }

  Parameters
  Coronary::parameters()
  {
    return {
      {"Arterial resistance", &arterial_resistance_, "Pa s/m^3", 1e-6, 1e20, "R_a", {1e7, 1e12}},
      {"Microvascular resistance", &micro_resistance_, "Pa s/m^3", 1e-6, 1e20, "R_m", {1e7, 1e12}},
      {"Venous resistance", &venous_resistance_, "Pa s/m^3", 1e-6, 1e20, "R_v", {1e7, 1e12}},
      {"Arterial compliance", &arterial_compliance_, "m^3/Pa", 0., 1e6, "C_a", {0., 1e-9}},
      {"Squeezed compliance", &squeezed_compliance_, "m^3/Pa", 1e-30, 1e6, "C_m", {1e-13, 1e-8}},
      {"Initial pressure", &initial_pressure_, "Pa", -1e6, 1e6, "in the arteries", {-5e3, 4e4}},
      {"Ventricle share", &ventricle_share_, "1", 0., 10., "of the ventricle's pressure in the muscle", {0., 1.5}},
      distal_entry()};
  }

  void
  Coronary::declare(ParameterSection &section)
  {
    Branch::declare(section);
    muscle_.declare(section);
    section.add("Ventricle pressure", ventricle_,
                "unknown of the circuit that squeezes the bed, such as \"pressure left ventricle\"; none: 0");
    section.critical();
  }

  void
  Coronary::prepare(double period)
  {
    muscle_.prepare(period);
  }

  void
  Coronary::evaluate(double                  time,
                     std::span<const double> value,
                     std::span<const double> rate,
                     LocalSystem            &system) const
  {
    const std::size_t arterial = first_internal(), volume = arterial + 1;
    Terms             terms(value, rate, system);
    terms.add(0, 1., pressure_of(0));
    terms.add(0, -1., arterial);
    terms.add(0, -arterial_resistance_, flow_of(0));

    // R_m (C_a p_a' - Q_1) + p_a - p_m = 0, p_m = V / C_m + p_t
    const std::size_t reading = volume + 1;
    const double      muscle  = muscle_.at(time) + (ventricle_.empty() ? 0. : ventricle_share_ * value[reading]);
    if (!ventricle_.empty())
      {
        system.by_value(1, reading) = -ventricle_share_;
        system.by_value(2, reading) = ventricle_share_;
        if (!is_terminal())
          system.by_value(3, reading) = ventricle_share_;
      }
    terms.add_rate(1, micro_resistance_ * arterial_compliance_, arterial);
    terms.add(1, -micro_resistance_, flow_of(0));
    terms.add(1, 1., arterial);
    terms.add(1, -1. / squeezed_compliance_, volume);
    system.residual(1) -= muscle;

    // R_v (V' + C_a p_a' - Q_1) + p_m - p_2 = 0
    terms.add_rate(2, venous_resistance_, volume);
    terms.add_rate(2, venous_resistance_ * arterial_compliance_, arterial);
    terms.add(2, -venous_resistance_, flow_of(0));
    terms.add(2, 1. / squeezed_compliance_, volume);
    system.residual(2) += muscle - distal(value);
    add_distal(system, 2, -1.);

    if (!is_terminal()) // p_m - p_2 = R_v Q_2
      {
        terms.add(3, 1. / squeezed_compliance_, volume);
        system.residual(3) += muscle;
        terms.add(3, -1., pressure_of(1));
        terms.add(3, -venous_resistance_, flow_of(1));
      }
  }

  void
  Coronary::initial(std::span<double> value) const
  {
    value[first_internal()] = initial_pressure_;
  }

  void
  Coronary::follow_ports(std::span<double> value) const
  {
    value[first_internal()] = value[pressure_of(0)] - arterial_resistance_ * value[flow_of(0)];
  }

  double
  Coronary::stored_volume(std::span<const double> value) const
  {
    return arterial_compliance_ * value[first_internal()] + value[first_internal() + 1];
  }

  void
  Coronary::hold_mean(bool hold)
  {
    muscle_.hold_mean(hold);
  }
} // namespace vht::network
