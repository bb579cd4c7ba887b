#include "solvers/elasticity/mixed_solver.h"

#include "physics/error.h"
#include "solvers/core/log.h"
#include "solvers/core/paired_cells.h"
#include "solvers/core/parameters.h"
#include "solvers/core/petsc.h"
#include "solvers/core/petsc_options.h"

#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace vht
{
  void
  MixedSolverParameters::declare(ParameterSection &section)
  {
    krylov.declare(section);
    section.add("Direct below", direct_below, {0, 1000000000},
                "Number of unknowns under which the systems are factorised (MUMPS) and not iterated");
  }

  namespace
  {
    /** A vector of PETSc with the layout of a block, whose values are lent to it. */
    class BorrowedVec
    {
    public:
      BorrowedVec(MPI_Comm communicator, PetscInt block_size, PetscInt n_owned)
      {
        VHT_PETSC(VecCreateMPIWithArray(communicator, block_size, n_owned, PETSC_DETERMINE, nullptr, &vec_));
      }

      ~BorrowedVec()
      {
        VecDestroy(&vec_);
      }

      BorrowedVec(const BorrowedVec &) = delete;

      operator Vec() const
      {
        return vec_;
      }

      void
      place(const double *values)
      {
        VHT_PETSC(VecPlaceArray(vec_, values));
      }

      void
      reset()
      {
        VHT_PETSC(VecResetArray(vec_));
      }

    private:
      Vec vec_ = nullptr;
    };
  } // namespace

  /** The block triangular preconditioner, as a shell of PETSc. */
  class MixedSolver::Preconditioner
  {
  public:
    Preconditioner(const ElasticityOperator &equation, const MixedMatrices &matrices)
      : equation_(equation)
      , matrices_(matrices)
      , communicator_(equation.space().mesh().communicator())
      , n_displacements_(equation.space().n_owned_displacements())
      , n_vertices_(equation.space().vertices().owned().n_elements())
      , r_u_(communicator_, 3, n_displacements_)
      , z_u_(communicator_, 3, n_displacements_)
      , r_p_(communicator_, 1, equation.space().pressures().owned().n_elements())
      , z_p_(communicator_, 1, equation.space().pressures().owned().n_elements())
    {
      VHT_PETSC(MatCreateVecs(matrices.stiffness, &work_, nullptr));
      announce_petsc_prefix("elasticity_u_");
      announce_petsc_prefix("elasticity_p_");
      make_interpolation();
    }

    ~Preconditioner()
    {
      VecDestroy(&work_);
      MatDestroy(&interpolation_);
      MatDestroy(&coarse_);
      KSPDestroy(&ksp_u_);
      KSPDestroy(&ksp_p_);
    }

    void
    set_up(const Vector &displacement)
    {
      set_up_displacement(displacement);
      set_up_pressure();
    }

    void
    attach(PC pc)
    {
      VHT_PETSC(PCShellSetContext(pc, this));
      VHT_PETSC(PCShellSetApply(pc, apply));
      VHT_PETSC(PCShellSetName(pc, "block triangular: p-multigrid and pressure mass"));
    }

  private:
    static PetscErrorCode
    apply(PC pc, Vec r, Vec z)
    {
      void *self;
      VHT_PETSC(PCShellGetContext(pc, &self));
      static_cast<Preconditioner *>(self)->apply(r, z);
      return 0;
    }

    void
    apply(Vec r, Vec z)
    {
      const double *from;
      double       *to;
      VHT_PETSC(VecGetArrayRead(r, &from));
      VHT_PETSC(VecGetArray(z, &to));
      r_u_.place(from);
      r_p_.place(from + n_displacements_);
      z_u_.place(to);
      z_p_.place(to + n_displacements_);

      VHT_PETSC(KSPSolve(ksp_p_, r_p_, z_p_));
      VHT_PETSC(VecScale(z_p_, -1.));
      VHT_PETSC(MatMult(matrices_.gradient, z_p_, work_));
      VHT_PETSC(VecAYPX(work_, -1., r_u_));
      VHT_PETSC(KSPSolve(ksp_u_, work_, z_u_));
      for (KSP ksp : {ksp_u_, ksp_p_})
        {
          KSPConvergedReason reason;
          VHT_PETSC(KSPGetConvergedReason(ksp, &reason));
          if (reason < 0 && reason != KSP_DIVERGED_ITS) // ignored, it would look like a good preconditioner
            VHT_PETSC(VecSet(z, std::numeric_limits<double>::quiet_NaN()));
        }

      for (BorrowedVec *vec : {&r_u_, &r_p_, &z_u_, &z_p_})
        vec->reset();
      VHT_PETSC(VecRestoreArrayRead(r, &from));
      VHT_PETSC(VecRestoreArray(z, &to));
    }

    /** From the vertices to the nodes of degree 2, without the given displacements. */
    void
    make_interpolation()
    {
      const FunctionSpace &fine = equation_.space().nodes(), &coarse = equation_.space().vertices();
      const auto           n_coarse = coarse.element().dofs_per_cell, n_fine = fine.element().dofs_per_cell;
      const auto          &places = fine.element().get_unit_support_points();

      VHT_PETSC(MatCreate(communicator_, &interpolation_));
      VHT_PETSC(MatSetSizes(interpolation_, n_displacements_, 3 * n_vertices_, 3 * fine.n_dofs(), 3 * coarse.n_dofs()));
      VHT_PETSC(MatSetBlockSizes(interpolation_, 3, 3));
      VHT_PETSC(MatSetType(interpolation_, MATMPIAIJ)); // as the stiffness, on one rank too
      VHT_PETSC(MatMPIAIJSetPreallocation(interpolation_, n_coarse, nullptr, n_coarse, nullptr));

      std::size_t number = 0;
      for_each_cell_of_both(fine, coarse, false, [&](const auto &, const auto &rows, const auto &columns) {
        const auto given = equation_.given_of_cell(number++);
        for (unsigned int a = 0; a < n_fine; ++a)
          for (unsigned int k = 0; k < n_coarse; ++k)
            if (const double value = coarse.element().shape_value(k, places[a]); std::abs(value) > 1e-12)
              for (unsigned int i = 0; i < dim; ++i)
                {
                  // The first nodes of a cell are its vertices, in both spaces.
                  const bool fixed = (given[a] >> i & 1u) != 0, fixed_vertex = (given[k] >> i & 1u) != 0;
                  if (fixed ? value < 0.999 : fixed_vertex)
                    continue;
                  VHT_PETSC(MatSetValue(interpolation_, 3 * rows[a] + i, 3 * columns[k] + i, value, INSERT_VALUES));
                }
      });
      VHT_PETSC(MatAssemblyBegin(interpolation_, MAT_FINAL_ASSEMBLY));
      VHT_PETSC(MatAssemblyEnd(interpolation_, MAT_FINAL_ASSEMBLY));
    }

    /** Rigid-body modes of the deformed body, on the vertices. */
    void
    attach_rigid_modes(const Vector &displacement)
    {
      const std::vector<Point> vertices = equation_.vertices(displacement);
      Vec                      places;
      VHT_PETSC(VecCreateMPI(communicator_, 3 * n_vertices_, PETSC_DETERMINE, &places));
      VHT_PETSC(VecSetBlockSize(places, 3));
      double *values;
      VHT_PETSC(VecGetArray(places, &values));
      for (std::size_t n = 0; n < vertices.size(); ++n)
        for (unsigned int i = 0; i < dim; ++i)
          values[3 * n + i] = vertices[n][i];
      VHT_PETSC(VecRestoreArray(places, &values));
      MatNullSpace modes;
      VHT_PETSC(MatNullSpaceCreateRigidBody(places, &modes));
      VHT_PETSC(MatSetNearNullSpace(coarse_, modes));
      VHT_PETSC(MatNullSpaceDestroy(&modes));
      VHT_PETSC(VecDestroy(&places));
    }

    void
    set_up_displacement(const Vector &displacement)
    {
      VHT_PETSC(MatPtAP(matrices_.stiffness, interpolation_, coarse_ == nullptr ? MAT_INITIAL_MATRIX : MAT_REUSE_MATRIX,
                        2., &coarse_));
      VHT_PETSC(MatSetBlockSize(coarse_, 3));
      attach_rigid_modes(displacement);

      // Made anew each time: GAMG would keep the modes and the interpolation of the first matrix.
      VHT_PETSC(KSPDestroy(&ksp_u_));
      VHT_PETSC(KSPCreate(communicator_, &ksp_u_));
      VHT_PETSC(KSPSetOptionsPrefix(ksp_u_, "elasticity_u_"));
      VHT_PETSC(KSPSetType(ksp_u_, KSPPREONLY));
      VHT_PETSC(KSPSetOperators(ksp_u_, matrices_.stiffness, matrices_.stiffness));
      PC pc;
      VHT_PETSC(KSPGetPC(ksp_u_, &pc));
      VHT_PETSC(PCSetType(pc, PCMG));
      VHT_PETSC(PCMGSetLevels(pc, 2, nullptr));
      VHT_PETSC(PCMGSetInterpolation(pc, 1, interpolation_));
      VHT_PETSC(PCMGSetGalerkin(pc, PC_MG_GALERKIN_NONE));

      KSP smoother, coarse;
      PC  coarse_pc, smoother_pc;
      VHT_PETSC(PCMGGetSmoother(pc, 1, &smoother));
      VHT_PETSC(KSPSetOperators(smoother, matrices_.stiffness, matrices_.stiffness));
      VHT_PETSC(KSPSetType(smoother, KSPCHEBYSHEV));
      VHT_PETSC(KSPGetPC(smoother, &smoother_pc));
      VHT_PETSC(PCSetType(smoother_pc, PCJACOBI));
      VHT_PETSC(KSPSetTolerances(smoother, PETSC_DEFAULT, PETSC_DEFAULT, PETSC_DEFAULT, 4));

      VHT_PETSC(PCMGGetCoarseSolve(pc, &coarse));
      VHT_PETSC(KSPSetOperators(coarse, coarse_, coarse_));
      VHT_PETSC(KSPSetType(coarse, KSPPREONLY));
      VHT_PETSC(KSPGetPC(coarse, &coarse_pc));
      VHT_PETSC(PCSetType(coarse_pc, PCGAMG));
      double threshold = 0.01;
      VHT_PETSC(PCGAMGSetThreshold(coarse_pc, &threshold, 1));
      VHT_PETSC(PCGAMGSetReuseInterpolation(coarse_pc, PETSC_FALSE));
      default_petsc_option("-elasticity_u_mg_coarse_mg_levels_ksp_max_it", "3");
      default_petsc_option("-elasticity_u_mg_coarse_mg_levels_pc_type", "jacobi");
      VHT_PETSC(KSPSetFromOptions(ksp_u_));
      VHT_PETSC(KSPSetUp(ksp_u_));
    }

    void
    set_up_pressure()
    {
      VHT_PETSC(KSPDestroy(&ksp_p_));
      VHT_PETSC(KSPCreate(communicator_, &ksp_p_));
      VHT_PETSC(KSPSetOptionsPrefix(ksp_p_, "elasticity_p_"));
      VHT_PETSC(KSPSetType(ksp_p_, KSPCHEBYSHEV));
      VHT_PETSC(KSPSetOperators(ksp_p_, matrices_.schur, matrices_.schur));
      VHT_PETSC(KSPSetNormType(ksp_p_, KSP_NORM_NONE));
      VHT_PETSC(KSPSetTolerances(ksp_p_, PETSC_DEFAULT, PETSC_DEFAULT, PETSC_DEFAULT, 4));
      PC pc;
      VHT_PETSC(KSPGetPC(ksp_p_, &pc));
      VHT_PETSC(PCSetType(pc, PCJACOBI));
      VHT_PETSC(KSPSetFromOptions(ksp_p_));
      VHT_PETSC(KSPSetUp(ksp_p_));
    }

    const ElasticityOperator &equation_;
    const MixedMatrices      &matrices_;
    MPI_Comm                  communicator_;
    PetscInt                  n_displacements_, n_vertices_; ///< owned
    BorrowedVec               r_u_, z_u_, r_p_, z_p_;
    Vec                       work_          = nullptr;
    Mat                       interpolation_ = nullptr, coarse_ = nullptr;
    KSP                       ksp_u_ = nullptr, ksp_p_ = nullptr;
  };

  MixedSolver::MixedSolver(const ElasticityOperator &equation, const MixedSolverParameters &parameters, Log &log)
    : equation_(equation)
    , parameters_(parameters)
    , log_(log)
    , matrices_(equation.space(), equation.is_compressible())
  {
    const MPI_Comm           communicator = equation.space().mesh().communicator();
    const Mat                corner       = matrices_.compression ? Mat(*matrices_.compression) : nullptr;
    const std::array<Mat, 4> blocks       = {matrices_.stiffness, matrices_.gradient, matrices_.divergence, corner};
    VHT_PETSC(MatCreateNest(communicator, 2, nullptr, 2, nullptr, blocks.data(), &nest_));
    if (equation.space().n_unknowns() < parameters.direct_below)
      return;
    preconditioner_ = std::make_unique<Preconditioner>(equation, matrices_);
    iterative_ = std::make_unique<LinearSolver>(communicator, "elasticity_", parameters.krylov, KSPFGMRES, PCSHELL);
    VHT_PETSC(KSPGMRESSetRestart(iterative_->ksp(), 200));
    PC pc;
    VHT_PETSC(KSPGetPC(iterative_->ksp(), &pc));
    preconditioner_->attach(pc);
  }

  MixedSolver::~MixedSolver()
  {
    MatDestroy(&nest_);
  }

  void
  MixedSolver::set_up(const Vector &displacement)
  {
    VHT_PETSC(MatAssemblyBegin(nest_, MAT_FINAL_ASSEMBLY));
    VHT_PETSC(MatAssemblyEnd(nest_, MAT_FINAL_ASSEMBLY));
    factorised_ = false;
    if (iterative_)
      {
        preconditioner_->set_up(displacement);
        iterative_->set_operator(nest_);
      }
  }

  unsigned int
  MixedSolver::solve(const Vector &f, Vector &step)
  {
    if (iterative_ && !factorised_)
      try
        {
          return iterative_->solve(step, f);
        }
      catch (const ConvergenceError &error)
        {
          log_.detail(std::string(error.what()) + " The system is factorised instead.");
          step = 0.;
        }
    return solve_directly(f, step);
  }

  unsigned int
  MixedSolver::solve_directly(const Vector &f, Vector &step)
  {
    if (!factorised_)
      {
        // A new matrix each time: the values of a nest cannot be copied into an existing one.
        Mat whole;
        VHT_PETSC(MatConvert(nest_, MATAIJ, MAT_INITIAL_MATRIX, &whole));
        direct_ = std::make_unique<LinearSolver>(equation_.space().mesh().communicator(), "elasticity_direct_",
                                                 LinearSolverParameters{.relative_tolerance = 1e-10}, KSPPREONLY, PCLU);
        PC pc;
        VHT_PETSC(KSPGetPC(direct_->ksp(), &pc));
        VHT_PETSC(PCFactorSetMatSolverType(pc, MATSOLVERMUMPS));
        default_petsc_option("-elasticity_direct_mat_mumps_icntl_14", "60"); // room for pivots, in percent
        direct_->set_operator(whole);
        VHT_PETSC(MatDestroy(&whole)); // the solver holds on to it
        factorised_ = true;
      }
    direct_->solve(step, f);
    return 0;
  }
} // namespace vht
