#pragma once

#include "solvers/core/function_space.h"
#include "solvers/core/linear_solver.h"

#include <optional>
#include <vector>

namespace vht
{
  /** Tags of the surfaces that bound the ventricles' wall. */
  struct WallSurfaces
  {
    unsigned int                endo_lv, epi, base;
    std::optional<unsigned int> endo_rv = {}; ///< absent: one ventricle
  };

  /**
   * Where in the ventricles' wall one is, as harmonic fields between the surfaces (Bayer et al. 2012,
   * doi:10.1007/s10439-012-0593-5):
   *
   *     left         1 on the left endocardium, 0 on the right one and on the epicardium
   *     right        1 on the right endocardium, 0 on the left one and on the epicardium
   *     transmural   1 on the epicardium, 0 on the endocardia:  1 - left - right
   *     apicobasal   0 at the apex, 1 on the base
   *
   * Where nothing is said of a surface, nothing flows through it.
   *
   * The apex is the place of the epicardium that is farthest from the base in the sense of diffusion: there the
   * solution u of -Laplace u = 1, u = 0 on the base, is largest. That needs no axis and holds for any tilt and for a
   * ragged base. A harmonic function cannot be held at a single point of space; held on a patch it has no direction
   * along the patch. So the apicobasal field is let in at the apex instead of being held there: the flux through the
   * epicardium is a Gaussian around the apex whose radius is a twentieth of the length L = sqrt(2 max u) from apex to
   * base. Its direction converges under refinement and vanishes at one point only; it is the same on any number of
   * ranks.
   */
  class WallCoordinates
  {
  public:
    /**
     * Solves the Laplace problems. Collective.
     * @param[in] degree  of the fields, 1 or 2
     * @param[in] apex    where the user wants it [m]; else it is found
     * @throws ConvergenceError
     */
    WallCoordinates(const Mesh                   &mesh,
                    const WallSurfaces           &surfaces,
                    unsigned int                  degree,
                    const LinearSolverParameters &solver,
                    const std::optional<Point>   &apex = {});

    const FunctionSpace &
    space() const
    {
      return space_;
    }

    bool
    biventricular() const
    {
      return biventricular_;
    }

    /** Ghosted. */
    const Vector &
    left() const
    {
      return left_;
    }

    /** Ghosted; zero where there is one ventricle. */
    const Vector &
    right() const
    {
      return right_;
    }

    /** Ghosted. */
    const Vector &
    apicobasal() const
    {
      return apicobasal_;
    }

    /** The transmural field at the degrees of freedom of another space on the same mesh, between 0 and 1; ghosted. */
    Vector transmural(const FunctionSpace &space) const;

    /** [m] */
    const Point &
    apex() const
    {
      return apex_;
    }

    /** Iterations of the linear solver in each solve. */
    const std::vector<unsigned int> &
    iterations() const
    {
      return iterations_;
    }

  private:
    void solve_across(const WallSurfaces &surfaces, const LinearSolverParameters &parameters);
    void solve_along(const WallSurfaces           &surfaces,
                     const LinearSolverParameters &parameters,
                     const std::optional<Point>   &apex);

    FunctionSpace             space_;
    bool                      biventricular_;
    Vector                    left_, right_, apicobasal_;
    Point                     apex_;
    std::vector<unsigned int> iterations_;
  };
} // namespace vht
