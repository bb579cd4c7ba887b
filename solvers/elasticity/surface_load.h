#pragma once

#include "solvers/elasticity/mixed_space.h"
#include "solvers/elasticity/smooth_normals.h"

#include <deal.II/lac/full_matrix.h>

#include <functional>
#include <memory>
#include <vector>

namespace vht
{
  struct StateRates;

  /**
   * What acts on a surface of the body at one moment.
   *
   * A pressure follows the surface: traction -pressure n per present area. A traction is given per reference area and
   * keeps its direction. Springs and dashpots resist displacement and velocity, along the reference normal or in all
   * directions.
   */
  struct SurfaceLoad
  {
    unsigned int surface        = 0;  ///< tag
    double       pressure       = 0;  ///< pushes on the body [Pa]
    Tensor       traction       = {}; ///< [Pa]
    double       normal_spring  = 0;  ///< [Pa/m]
    double       spring         = 0;  ///< in all directions [Pa/m]
    double       normal_dashpot = 0;  ///< [Pa s/m]
    double       dashpot        = 0;  ///< in all directions [Pa s/m]

    /** Of normal springs and dashpots, at the points of MixedSpace::nodes().face_quadrature(); null for the faces'. */
    std::shared_ptr<const SmoothNormals> normals = {};

    /** Multiplies springs and dashpots at a point of the reference; empty for one. */
    std::function<double(const Point &)> support = {};
  };

  /** Forces of the loads of one face and their derivative; entry 3 a + i belongs to component i of node a of the cell.
   */
  struct FaceTerms
  {
    std::vector<double>        forces;
    dealii::FullMatrix<double> stiffness;
  };

  /**
   * Visit the loaded faces of the owned cells.
   *
   * @param[in] displacement, velocity  with ghosts; the velocity is looked at where there are dashpots alone
   * @param[in] rates                   null when the derivative is not wanted
   * @param[in] visit                   called with the number of the owned cell, its nodes, and the terms
   */
  void for_each_loaded_face(const MixedSpace                                  &space,
                            const std::vector<SurfaceLoad>                    &loads,
                            const Vector                                      &displacement,
                            const Vector                                      &velocity,
                            const StateRates                                  *rates,
                            const std::function<void(std::size_t                                         cell,
                                                     const std::vector<dealii::types::global_dof_index> &nodes,
                                                     const FaceTerms &terms)> &visit);
} // namespace vht
