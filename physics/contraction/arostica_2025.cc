#include "physics/contraction/arostica_2025.h"

#include "physics/error.h"
#include "physics/quantity_text.h"

#include <algorithm>
#include <cmath>

namespace vht
{
  namespace
  {
    constexpr std::array<StateInfo, 1> state_list = {{{"tension", "Pa"}}};

    constexpr double largest_step = 1e-4; // s; the switches are 5 ms wide

    double
    rising(double x)
    {
      return (1. + std::tanh(x)) / 2.;
    }

    /** a(t), the rate of both equations. */
    struct Rate
    {
      double activation, relaxation, begin_of_systole, begin_of_diastole, steepness;

      double
      operator()(double t) const
      {
        const double f = rising((t - begin_of_systole) / steepness) * rising((begin_of_diastole - t) / steepness);
        return activation * f + relaxation * (1. - f);
      }
    };

    /** What a step does to the solution of a linear equation: y becomes decay y + growth. */
    struct Step
    {
      double decay = 1., growth = 0.;
    };

    /**
     * dy/dt = -|rate(t)| y + source(t) from @p time to time + dt: exponentials with the coefficients of the middles of
     * short steps, of second order.
     */
    template <typename RateFunction, typename SourceFunction>
    Step
    integrate(const RateFunction &rate, const SourceFunction &source, double time, double dt)
    {
      const int    n = std::max(1, static_cast<int>(std::ceil(dt / largest_step)));
      const double h = dt / n;
      Step         whole;
      for (int i = 0; i < n; ++i)
        {
          const double t     = time + (i + 0.5) * h;
          const double speed = std::abs(rate(t));
          const double decay = std::exp(-speed * h);
          whole.decay *= decay;
          whole.growth = whole.growth * decay + source(t) * (speed > 0. ? -std::expm1(-speed * h) / speed : h);
        }
      return whole;
    }
  } // namespace

  Parameters
  ArosticaActivation::parameters()
  {
    const std::string paper = "; Arostica 2025";
    return {{"sigma 0", &contractility_, "Pa", 0., 1e9, "contractility" + paper, {100e3, 200e3}},
            {"a max", &activation_rate_, "1/s", 0., 1e4, "rate of activation" + paper},
            {"a min", &relaxation_rate_, "1/s", -1e4, 0., "rate of relaxation, negative" + paper},
            {"t sys", &begin_of_systole_, "s", 0., 1e6, "begin of systole" + paper},
            {"t dias", &begin_of_diastole_, "s", 0., 1e6, "end of systole" + paper},
            {"gamma", &steepness_, "s", 1e-3, 1., "width of the switches" + paper}};
  }

  std::span<const StateInfo>
  ArosticaActivation::states() const
  {
    return state_list;
  }

  void
  ArosticaActivation::initial_state(std::span<double> state) const
  {
    state[0] = 0.;
  }

  void
  ArosticaActivation::check() const
  {
    if (!(begin_of_diastole_ > begin_of_systole_))
      throw InputError("Arostica 2025: systole begins at t sys = " + quantity_text(begin_of_systole_, "s") +
                       " and ends at t dias = " + quantity_text(begin_of_diastole_, "s") +
                       ". It must end after it begins.");
  }

  void
  ArosticaActivation::advance(double time,
                              double dt,
                              const Block & /*drive*/,
                              const Block & /*stretch*/,
                              const Block & /*stretch_rate*/,
                              double *states,
                              Block  &tension,
                              Block  &stiffness) const
  {
    const Rate rate{activation_rate_, relaxation_rate_, begin_of_systole_, begin_of_diastole_, steepness_};
    const Step step = integrate(
      rate, [&](double t) { return contractility_ * std::max(rate(t), 0.); }, time, dt);
    for (std::size_t i = 0; i < block_size; ++i)
      {
        states[i]    = step.decay * states[i] + step.growth;
        tension[i]   = states[i];
        stiffness[i] = 0.;
      }
  }

  ArosticaPressure::Constants
  ArosticaPressure::one_ventricle()
  {
    return {.alpha_pre = 5., .alpha_mid = 1., .sigma_pre = 7e3, .sigma_mid = 16e3};
  }

  ArosticaPressure::Constants
  ArosticaPressure::left_ventricle()
  {
    return {.alpha_pre = 5., .alpha_mid = 15., .sigma_pre = 12e3, .sigma_mid = 16e3};
  }

  ArosticaPressure::Constants
  ArosticaPressure::right_ventricle()
  {
    return {.alpha_pre = 1., .alpha_mid = 10., .sigma_pre = 3e3, .sigma_mid = 4e3};
  }

  ArosticaPressure::ArosticaPressure(const Constants &c, double duration)
  {
    if (!(duration > 0. && std::isfinite(duration)))
      throw InputError("The pressure of Arostica 2025 cannot be integrated to " + quantity_text(duration, "s") +
                       ": the time must be positive and finite.");

    const Rate a{c.activation_rate, c.relaxation_rate, c.begin_of_systole, c.begin_of_diastole, c.steepness};
    const auto before = [&](double t) { return rising((c.begin_of_diastole - t) / c.steepness); };
    const auto b      = [&](double t) { return a(t) + c.alpha_pre * before(t) + c.alpha_mid; };
    const auto source = [&](double t) { return c.sigma_mid * std::max(b(t), 0.) + c.sigma_pre * before(t); };

    const auto n = static_cast<std::size_t>(std::ceil(duration / largest_step));
    step_        = duration / static_cast<double>(n);
    pressure_.assign(n + 1, 0.);
    for (std::size_t i = 0; i < n; ++i)
      {
        const Step step  = integrate(b, source, static_cast<double>(i) * step_, step_);
        pressure_[i + 1] = step.decay * pressure_[i] + step.growth;
      }
  }

  double
  ArosticaPressure::at(double time) const
  {
    const double last  = static_cast<double>(pressure_.size() - 1);
    const double place = time / step_;
    if (!(place >= 0. && place <= last * (1. + 1e-12)))
      throw InputError("The pressure of Arostica 2025 is asked for at " + quantity_text(time, "s") +
                       " and known from 0 to " + quantity_text(last * step_, "s") + ".");
    const double i = std::min(std::floor(place), last - 1.);
    return std::lerp(pressure_[static_cast<std::size_t>(i)], pressure_[static_cast<std::size_t>(i) + 1], place - i);
  }
} // namespace vht
