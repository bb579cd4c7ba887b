#pragma once

#include "solvers/arteries/discretisation.h"
#include "solvers/arteries/nodes.h"
#include "solvers/arteries/recorded_matrix.h"

#include <Eigen/Core>
#include <span>
#include <vector>

namespace vht
{
  /**
   * All equations of a network at once, for an implicit step. Areas stand at the middles of the cells and flows at
   * their faces, so that neighbours are coupled and nothing else:
   *
   *     dA_i/dt = -(Q_i+1 - Q_i) / h
   *     dQ_f/dt = -(F_f - F_f-1) / h - A_f / density (p_f - p_f-1) / h - friction Q_f / A_f,    F_i = alpha Q_i^2 / A_i
   *
   * of second order with central differences; A_f is the area at the face under the mean of the pressures on both
   * sides. At the ends of a vessel the momentum is that of half a cell, between its middle and its end. At rest all
   * pressures are the same, and stay so. The viscous part of a wall acts inside vessels; the nodes see the elastic one.
   *
   * A vessel of n cells has the unknowns s, Q_0, A_0, Q_1, ... A_n-1, Q_n, s with s = sqrt A [m] at its two ends; the
   * pressures of the junctions follow after all vessels. Rows and columns are scaled to order one.
   */
  class ImplicitEquations
  {
  public:
    using Values = Eigen::VectorXd;

    /** The arguments must outlive this. */
    ImplicitEquations(const Discretisation &discretisation, const ArteryNodes &nodes, bool total_pressure);

    Eigen::Index
    size() const
    {
      return scale_.size();
    }

    Eigen::Index
    end_root(std::size_t vessel, bool distal) const
    {
      return distal ? flow(vessel, discretisation_.vessels()[vessel].n) + 1 : first_[vessel];
    }

    Eigen::Index
    flow(std::size_t vessel, std::size_t face) const
    {
      return first_[vessel] + 1 + 2 * static_cast<Eigen::Index>(face);
    }

    Eigen::Index
    area(std::size_t vessel, std::size_t cell) const
    {
      return flow(vessel, cell) + 1;
    }

    /** The vessel of an unknown, or the number of vessels. */
    std::size_t vessel_of(Eigen::Index unknown) const;

    /** At rest under a pressure [Pa]. @throws InputError as root_at_rest() */
    Values at_rest(double pressure) const;

    /** Order of magnitude of each unknown. */
    const Values &
    scale() const
    {
      return scale_;
    }

    /** Volume of the blood [m^3]. */
    double volume(const Values &values) const;

    /** Elastic transmural pressure in the middle of a cell [Pa]. */
    double elastic_pressure(std::size_t cell, double area) const;

    /** Viscous pressure there [Pa]; @param[in] growth  of the area [m^2/s] */
    double viscous_pressure(std::size_t cell, double area, double growth) const;

    /** What an implicit step asks for: values = start + factor * rate for areas and flows, and this at the nodes. */
    struct Step
    {
      double                         factor; ///< [s]
      const Values                  &start;
      std::span<const NodeCondition> conditions; ///< of the nodes
    };

    /** Residual and, unless it is a nullptr, its derivative by values / scale(). */
    void assemble(const Step &step, const Values &values, Values &residual, RecordedMatrix *jacobian) const;

  private:
    struct Station;
    struct Filler;

    Station cell_station(std::size_t vessel, std::size_t cell, const Values &values) const;
    Station end_station(std::size_t vessel, bool distal, const Values &values) const;
    void    add_vessel(std::size_t vessel, const Filler &filler) const;
    void    add_momentum(std::size_t    vessel,
                         std::size_t    face,
                         const Station &left,
                         const Station &right,
                         const Filler  &filler) const;
    void    add_node(std::size_t node, const NodeCondition &condition, const Filler &filler) const;
    void add_pressure(const VesselEnd &end, const EndLoss &loss, double sign, Eigen::Index row, const Filler &) const;

    const Discretisation     &discretisation_;
    const ArteryNodes        &nodes_;
    bool                      total_pressure_;
    std::vector<Eigen::Index> first_;    ///< unknown of each vessel
    std::vector<Eigen::Index> junction_; ///< pressure of each node, -1 where it is none
    Values                    scale_;
    double                    pressure_scale_ = 0.;
  };
} // namespace vht
