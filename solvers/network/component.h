#pragma once

#include "physics/parameter.h"

#include <span>
#include <string>
#include <vector>

namespace vht
{
  class ParameterSection;
}

namespace vht::network
{
  /** How the flow through a port is counted: what enters an inlet is positive, and what leaves an outlet is. */
  enum class Direction
  {
    inlet,
    outlet
  };

  /** A place where a component meets others. It carries two unknowns: pressure [Pa] and flow [m^3/s]. */
  struct Port
  {
    std::string name; ///< "inlet"; unique within the component
    Direction   direction;
  };

  /** What an unknown measures. Unknowns of one quantity are scaled alike when errors are weighed. */
  enum class Quantity
  {
    pressure, ///< [Pa]
    flow,     ///< [m^3/s]
    volume,   ///< [m^3]
    number    ///< [1]
  };

  /** An unknown of one component alone. */
  struct Internal
  {
    std::string name; ///< "volume"
    Quantity    quantity;
  };

  /**
   * The equations of one component, f(t, y, y') = 0, and their derivatives, at one state. All start as zero.
   *
   * The unknowns are numbered pressure and flow of the first port, of the second, ..., then the internal ones, then
   * those of others that are read. There are as many equations as ports and internal unknowns together.
   */
  class LocalSystem
  {
  public:
    explicit LocalSystem(std::size_t n_equations, std::size_t n_unknowns)
      : n_unknowns_(n_unknowns)
      , residual_(n_equations)
      , by_value_(n_equations * n_unknowns)
      , by_rate_(n_equations * n_unknowns)
    {
    }

    double &
    residual(std::size_t equation)
    {
      return residual_[equation];
    }

    /** d f_equation / d y_unknown */
    double &
    by_value(std::size_t equation, std::size_t unknown)
    {
      return by_value_[equation * n_unknowns_ + unknown];
    }

    /** d f_equation / d y'_unknown */
    double &
    by_rate(std::size_t equation, std::size_t unknown)
    {
      return by_rate_[equation * n_unknowns_ + unknown];
    }

    void
    clear()
    {
      residual_.assign(residual_.size(), 0.);
      by_value_.assign(by_value_.size(), 0.);
      by_rate_.assign(by_rate_.size(), 0.);
    }

  private:
    std::size_t         n_unknowns_;
    std::vector<double> residual_, by_value_, by_rate_;
  };

  /** Where the unknowns of port @p i stand among those of a component. */
  constexpr std::size_t
  pressure_of(std::size_t i)
  {
    return 2 * i;
  }

  constexpr std::size_t
  flow_of(std::size_t i)
  {
    return 2 * i + 1;
  }

  /**
   * One part of a circulation: a vessel, a valve, a chamber, a source.
   *
   * Ports of several components that meet in a node have one pressure there, and their flows add up to zero; the
   * circuit sees to both. The component adds its own equations.
   */
  class Component
  {
  public:
    virtual ~Component() = default;

    /** As case files call it: "vessel". */
    virtual std::string type() const = 0;

    /** In the order of their unknowns. May depend on what declare() and connect() were given. */
    virtual std::vector<Port> ports() const = 0;

    virtual std::vector<Internal>
    internals() const
    {
      return {};
    }

    /**
     * Unknowns of other components or nodes that the equations depend on, as tables name them: "pressure aorta",
     * "resistance baroreflex". They stand behind the internal unknowns. Known after declare().
     */
    virtual std::vector<std::string>
    readings() const
    {
      return {};
    }

    /** Constants with units, bounds and published ranges, for case files and for warnings. */
    virtual Parameters
    parameters()
    {
      return {};
    }

    /** All entries of the component's section of a case file; parameters() and more. */
    virtual void declare(ParameterSection &section);

    /** @param[in] period  of the heart [s]. @throws InputError where constants contradict each other */
    virtual void
    prepare(double /*period*/)
    {
    }

    /**
     * Equations and exact derivatives.
     *
     * @param[in]  time   [s]
     * @param[in]  value  y, of all unknowns of the component
     * @param[in]  rate   y', as long
     * @param[out] system cleared before the call
     */
    virtual void
    evaluate(double time, std::span<const double> value, std::span<const double> rate, LocalSystem &system) const = 0;

    /** Put initial values where the component has some; the others are zero when it is called. */
    virtual void
    initial(std::span<double> /*value*/) const
    {
    }

    /** The values at the ports are known: put internal unknowns where they follow from these alone. */
    virtual void
    follow_ports(std::span<double> /*value*/) const
    {
    }

    /** Blood in the component [m^3]: what flows in less what flows out, from any start. */
    virtual double
    stored_volume(std::span<const double> /*value*/) const
    {
      return 0.;
    }

    /** A source keeps its mean over the period from now on, or goes back to its course: for a steady start. */
    virtual void
    hold_mean(bool /*hold*/)
    {
    }

    /** A step ended with this state. For components with a memory outside the unknowns. */
    virtual void
    accept(double /*time*/, std::span<const double> /*value*/)
    {
    }
  };

  /** Unknowns of a component: two for each port, the internal ones, and those of others that it reads. */
  inline std::size_t
  n_unknowns(const Component &component)
  {
    return 2 * component.ports().size() + component.internals().size() + component.readings().size();
  }

  /** Equations of a component: one for each port, and one for each internal unknown. */
  inline std::size_t
  n_equations(const Component &component)
  {
    return component.ports().size() + component.internals().size();
  }
} // namespace vht::network
