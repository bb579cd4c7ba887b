#pragma once

#include "solvers/network/component.h"

#include <Eigen/Core>
#include <Eigen/SparseCore>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace vht::network
{
  using Values = Eigen::VectorXd;

  /** One unknown of the whole circuit, for tables and messages. */
  struct Unknown
  {
    std::string name; ///< "pressure aorta", "flow mitral inlet", "volume LV"
    Quantity    quantity;
  };

  /** SI unit of a quantity: "Pa". */
  std::string unit_of(Quantity quantity);

  /**
   * Components joined at nodes: the system F(t, y, y') = 0 of index 1.
   *
   * Unknowns are the pressures of the nodes, then for each component the flows through its ports and its internal
   * unknowns. Equations are those of the components, and for each node that what flows out of components flows into
   * others. The operator of this folder: no loop over time, no files.
   */
  class Circuit
  {
  public:
    /** A component with its name and the nodes of its ports, in the order of ports(). */
    struct Part
    {
      std::string                name;
      std::unique_ptr<Component> component;
      std::vector<std::string>   nodes;
    };

    /**
     * Numbers the unknowns and prepares the components.
     *
     * @param[in] period  of the heart [s]
     * @throws InputError for two parts of one name, a port without a node, a node at which a port is alone, and what
     *         the components refuse
     */
    Circuit(std::vector<Part> parts, double period);

    std::size_t
    size() const
    {
      return unknowns_.size();
    }

    double
    period() const
    {
      return period_;
    }

    const std::vector<Part> &
    parts() const
    {
      return parts_;
    }

    const std::vector<std::string> &
    nodes() const
    {
      return nodes_;
    }

    const std::vector<Unknown> &
    unknowns() const
    {
      return unknowns_;
    }

    /** Does F depend on the rate of this unknown? */
    const std::vector<bool> &
    is_differential() const
    {
      return is_differential_;
    }

    /** Numbers of unknowns. @throws InputError if there is no part or no port of this name */
    std::size_t pressure(const std::string &part, const std::string &port) const;
    std::size_t flow(const std::string &part, const std::string &port) const;
    std::size_t internal(const std::string &part, const std::string &name) const;

    /** The first equation of the component with this number, among all. */
    std::size_t
    first_equation(std::size_t part) const
    {
      return places_[part].first_equation;
    }

    /** What the components start from; where they say nothing it is zero. */
    Values initial() const;

    /** Internal unknowns that follow from pressures and flows alone do so. */
    void follow_ports(Values &value) const;

    /**
     * F at a state, and dF/dy + @p rate_factor dF/dy'.
     *
     * @param[out] matrix  with the same pattern in every call
     */
    void evaluate(double                       time,
                  const Values                &value,
                  const Values                &rate,
                  double                       rate_factor,
                  Values                      &residual,
                  Eigen::SparseMatrix<double> &matrix) const;

    /** Blood in all components [m^3]. */
    double stored_volume(const Values &value) const;

    /** Sources keep their means, or go back to their courses. */
    void hold_means(bool hold);

    /** A step ended with this state. */
    void accept(double time, const Values &value);

  private:
    struct Place
    {
      std::vector<std::size_t> unknowns; ///< of the component, in the circuit
      std::size_t              first_equation, n_equations;
    };

    std::size_t         number_of(const std::string &node, const std::string &part, const std::string &port);
    void                number_unknowns();
    void                find_readings();
    void                check_nodes() const;
    void                find_pattern();
    const Part         &part(const std::string &name) const;
    std::size_t         port_number(const Part &part, const std::string &port) const;
    std::vector<double> gather(const Place &place, const Values &global) const;

    std::vector<Part>        parts_;
    double                   period_;
    std::vector<std::string> nodes_;
    std::vector<Unknown>     unknowns_;
    std::vector<Place>       places_;
    std::vector<bool>        is_differential_;

    /** Flows that meet in a node: unknown and sign. */
    std::vector<std::vector<std::pair<std::size_t, double>>> meetings_;
  };
} // namespace vht::network
