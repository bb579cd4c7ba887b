#pragma once

#include "solvers/core/mesh.h"
#include "solvers/elasticity/integrator.h"
#include "solvers/elasticity/node_places.h"
#include "solvers/elasticity/operator.h"
#include "solvers/elasticity/parameters.h"

#include <filesystem>
#include <map>
#include <utility>
#include <vector>

namespace vht
{
  class BodyAtRest;
  class Run;

  /**
   * The shape that a body has without loads, when the mesh is its shape under loads: the image geometry x.
   *
   * Fixed point (M. Sellier 2011, An iterative method for the inverse elasto-static problem, J. Fluids Struct. 27):
   * with the displacement u of the loaded body whose vertices are X, the next ones are X + w (x - X - u), accelerated
   * by AndersonMixing: plain corrections run away on thin or coarse walls. The weight w is that of the case, and is
   * halved where a correction leads far away or the body cannot be solved. The body is
   * found when no vertex is further from the image than the tolerance.
   *
   * Inverse (Govindjee & Mihalic 1996, Comput. Methods Appl. Mech. Eng. 136): the equilibrium of the image is solved
   * for the unloaded places of all nodes, see CellKernel. The unloaded cells are curved, and their load leads back to
   * the image to the tolerance of Newton's method. The loads are pressures: where others act is not known before.
   *
   * The loads are those at the end of the run, without active tension or strain.
   *
   * The tissue's axes are those of the image, carried back with the tissue and made orthonormal again: the fibre keeps
   * its material line, the sheet stays in the plane of both.
   */
  class ReferenceConfiguration
  {
  public:
    /** Of a tissue in the image. @p mesh, in its image geometry, must outlive this. Collective. */
    ReferenceConfiguration(const ElasticityParameters &parameters, Mesh &mesh, const AxesOfCell &axes, Run &run);

    /**
     * Move the mesh to the unloaded body. Writes unloaded.csv, the series "unloaded", whose displacement leads back to
     * the image, and, of straight cells, unloaded.msh. A run that goes on from a checkpoint reads unloaded.csv instead.
     * Collective.
     * @throws ConvergenceError when it is not found; InputError without loads, or for a restart without the file
     */
    void find();

    /** Of the tissue in the mesh as it is now; valid as long as this. */
    AxesOfCell axes() const;

    /** How far the loaded body was from the image in each iteration [m]. */
    const std::vector<double> &
    distances() const
    {
      return distances_;
    }

  private:
    /** The loaded body of a mesh. */
    struct Loaded
    {
      Vector              displacement, pressure;
      std::vector<double> gap;           ///< x - X - u, three values by vertex index; empty: nothing is known yet [m]
      double              distance = 0.; ///< largest length of a gap [m]
    };

    /** Load the body of the mesh as it is now, starting from the given state. */
    void                load(const MixedSpace &space, Loaded &state) const;
    void                look_at(const BodyAtRest &body, const MixedSpace &space, Loaded &state) const;
    std::vector<double> gaps(const MixedSpace &space, const Vector &displacement) const;
    double              product(const std::vector<double> &a, const std::vector<double> &b) const;
    void                iterate(const MixedSpace &space, Loaded &best);
    void                look_back(Loaded &state);
    void                report(const Loaded &state) const;
    bool                is_inverse() const;

    const ElasticityParameters &parameters_;
    Mesh                       &mesh_;
    Run                        &run_;
    std::filesystem::path       table_;
    std::vector<Point>          image_; ///< places of the vertices
    FunctionSpace               nodes_; ///< those that move
    NodePlaces                  image_nodes_;
    ElasticityWork              work_; ///< of the inverse method
    std::vector<double>         distances_;

    /** Of each owned cell by its active index: axes and inverse of the mapping's derivative in the image. */
    std::map<unsigned int, std::vector<std::pair<Matrix3, Matrix3>>> tissue_;
  };
} // namespace vht
