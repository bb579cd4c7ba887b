#include "solvers/core/simd.h"
// The wide lanes come first: see solvers/core/simd.h.
#include "solvers/core/matrix_free.h"
#include "solvers/core/petsc.h"
#include "solvers/reaction_diffusion/operator.h"

#include <deal.II/base/quadrature_lib.h>
#include <deal.II/matrix_free/fe_evaluation.h>
#include <deal.II/matrix_free/matrix_free.h>

namespace vht
{
  namespace
  {
    /** Sum factorisation on hexahedra of degree @p degree. */
    template <int degree>
    class MatrixFreeDiffusion final : public DiffusionOperator
    {
      using Evaluation = dealii::FEEvaluation<dim, degree, degree + 1, 1, double, Lanes>;
      using WideTensor = dealii::SymmetricTensor<2, dim, Lanes>;

    public:
      MatrixFreeDiffusion(const FunctionSpace &space, const DiffusionTensors &tensors, bool lumped, double step)
        : lumped_(lumped)
        , step_(step)
      {
        constraints_.reinit(space.relevant());
        constraints_.close();
        typename dealii::MatrixFree<dim, double, Lanes>::AdditionalData data;
        data.mapping_update_flags  = dealii::update_values | dealii::update_gradients | dealii::update_JxW_values;
        data.tasks_parallel_scheme = dealii::MatrixFree<dim, double, Lanes>::AdditionalData::none;
        matrix_free_.reinit(space.mapping(), space.dofs(), constraints_, dealii::QGauss<1>(degree + 1), data);
        for (Vector *vector : {&u_, &rate_, &dst_, &lumped_mass_})
          matrix_free_.initialize_dof_vector(*vector);

        store_tensors(space, tensors);
        if (lumped_)
          sum_rows();
        make_shell(space);
      }

      ~MatrixFreeDiffusion() override
      {
        MatDestroy(&shell_);
      }

      void
      increment(Vector &dst, const Vector &u, const Vector &rate) const override
      {
        u_.copy_locally_owned_data_from(u);
        rate_.copy_locally_owned_data_from(rate);
        rate_.update_ghost_values();
        // dt (M r - K u); M r is pointwise where the mass is lumped.
        matrix_free_.template cell_loop<Vector, Vector>(
          [this](const auto &data, Vector &out, const Vector &in, const auto &range) {
            Evaluation field(data), source(data);
            for (unsigned int batch = range.first; batch < range.second; ++batch)
              {
                field.reinit(batch);
                field.gather_evaluate(in, dealii::EvaluationFlags::gradients);
                if (!lumped_)
                  {
                    source.reinit(batch);
                    source.gather_evaluate(rate_, dealii::EvaluationFlags::values);
                  }
                for (unsigned int q = 0; q < field.n_q_points; ++q)
                  {
                    field.submit_gradient(-step_ * (tensor(batch, q) * field.get_gradient(q)), q);
                    if (!lumped_)
                      field.submit_value(step_ * source.get_value(q), q);
                  }
                field.integrate_scatter(dealii::EvaluationFlags::gradients |
                                          (lumped_ ? dealii::EvaluationFlags::nothing
                                                   : dealii::EvaluationFlags::values),
                                        out);
              }
          },
          dst_, u_, true);
        rate_.zero_out_ghost_values();
        for (unsigned int i = 0; i < dst.locally_owned_size(); ++i)
          dst.local_element(i) =
            dst_.local_element(i) + (lumped_ ? step_ * lumped_mass_.local_element(i) * rate.local_element(i) : 0.);
      }

      Mat
      system() const override
      {
        return shell_;
      }

      std::string
      description() const override
      {
        return "matrix-free, " + std::to_string(n_lanes) + " lanes";
      }

    private:
      const WideTensor &
      tensor(unsigned int batch, unsigned int q) const
      {
        return tensors_[constant_in_cell_ ? batch : batch * Evaluation::static_n_q_points + q];
      }

      void
      store_tensors(const FunctionSpace &space, const DiffusionTensors &tensors)
      {
        constexpr unsigned int n_points = Evaluation::static_n_q_points;

        // A cell of constant conductivity needs one tensor where a fibre field needs one per point: 27 times the
        // memory.
        constant_in_cell_ = true;
        for (std::size_t i = 0; i < tensors.size() && constant_in_cell_; ++i)
          constant_in_cell_ = (tensors[i] - tensors[i - i % n_points]).norm() <= 1e-12 * tensors[i].norm();
        constant_in_cell_ = dealii::Utilities::MPI::min(constant_in_cell_ ? 1 : 0, space.mesh().communicator()) == 1;

        const unsigned int n_stored = constant_in_cell_ ? 1 : n_points;
        tensors_.resize(matrix_free_.n_cell_batches() * n_stored);
        for (unsigned int batch = 0; batch < matrix_free_.n_cell_batches(); ++batch)
          for (unsigned int lane = 0; lane < n_lanes; ++lane)
            {
              // Idle lanes of the last batch repeat its first cell.
              const unsigned int filled = matrix_free_.n_active_entries_per_cell_batch(batch);
              const auto         cell   = matrix_free_.get_cell_iterator(batch, lane < filled ? lane : 0);
              for (unsigned int q = 0; q < n_stored; ++q)
                for (unsigned int i = 0; i < dim; ++i)
                  for (unsigned int j = i; j < dim; ++j)
                    tensors_[batch * n_stored + q][i][j][lane] =
                      tensors[cell->active_cell_index() * n_points + q][i][j];
            }
      }

      /** Row sums of the mass matrix: the integral of each shape function. */
      void
      sum_rows()
      {
        lumped_mass_         = 0.;
        unsigned int nothing = 0;
        matrix_free_.template cell_loop<Vector, unsigned int>(
          [](const auto &data, Vector &out, const unsigned int &, const auto &range) {
            Evaluation one(data);
            for (unsigned int batch = range.first; batch < range.second; ++batch)
              {
                one.reinit(batch);
                for (unsigned int q = 0; q < one.n_q_points; ++q)
                  one.submit_value(dealii::make_vectorized_array<Lanes>(1.), q);
                one.integrate_scatter(dealii::EvaluationFlags::values, out);
              }
          },
          lumped_mass_, nothing);
      }

      /** dst = (M + dt K) src for vectors of the matrix-free layout. */
      void
      apply(Vector &dst, const Vector &src) const
      {
        matrix_free_.template cell_loop<Vector, Vector>(
          [this](const auto &data, Vector &out, const Vector &in, const auto &range) {
            Evaluation field(data);
            const auto flags = lumped_ ? dealii::EvaluationFlags::gradients
                                       : dealii::EvaluationFlags::gradients | dealii::EvaluationFlags::values;
            for (unsigned int batch = range.first; batch < range.second; ++batch)
              {
                field.reinit(batch);
                field.gather_evaluate(in, flags);
                integrate(field, batch);
                field.integrate_scatter(flags, out);
              }
          },
          dst, src, true);
        if (lumped_)
          for (unsigned int i = 0; i < dst.locally_owned_size(); ++i)
            dst.local_element(i) += lumped_mass_.local_element(i) * src.local_element(i);
      }

      void
      integrate(Evaluation &field, unsigned int batch) const
      {
        for (unsigned int q = 0; q < field.n_q_points; ++q)
          {
            if (!lumped_)
              field.submit_value(field.get_value(q), q);
            field.submit_gradient(step_ * (tensor(batch, q) * field.get_gradient(q)), q);
          }
      }

      /** The diagonal, for Jacobi: one unit vector per node of a cell. */
      void
      compute_diagonal(Vector &diagonal) const
      {
        diagonal             = 0.;
        unsigned int nothing = 0;
        matrix_free_.template cell_loop<Vector, unsigned int>(
          [this](const auto &data, Vector &out, const unsigned int &, const auto &range) {
            Evaluation                                          field(data);
            std::array<Lanes, Evaluation::static_dofs_per_cell> entries;
            const auto                                          flags = lumped_ ? dealii::EvaluationFlags::gradients
                                                                                : dealii::EvaluationFlags::gradients | dealii::EvaluationFlags::values;
            for (unsigned int batch = range.first; batch < range.second; ++batch)
              {
                field.reinit(batch);
                for (unsigned int i = 0; i < field.dofs_per_cell; ++i)
                  {
                    for (unsigned int j = 0; j < field.dofs_per_cell; ++j)
                      field.begin_dof_values()[j] = i == j ? 1. : 0.;
                    field.evaluate(flags);
                    integrate(field, batch);
                    field.integrate(flags);
                    entries[i] = field.begin_dof_values()[i];
                  }
                std::copy(entries.begin(), entries.end(), field.begin_dof_values());
                field.distribute_local_to_global(out);
              }
          },
          diagonal, nothing);
        if (lumped_)
          diagonal += lumped_mass_;
      }

      void
      make_shell(const FunctionSpace &space)
      {
        const PetscInt n_owned = space.owned().n_elements();
        VHT_PETSC(MatCreateShell(space.mesh().communicator(), n_owned, n_owned, PETSC_DETERMINE, PETSC_DETERMINE, this,
                                 &shell_));
        VHT_PETSC(MatShellSetOperation(shell_, MATOP_MULT, reinterpret_cast<void (*)(void)>(&multiply)));
        VHT_PETSC(MatShellSetOperation(shell_, MATOP_GET_DIAGONAL, reinterpret_cast<void (*)(void)>(&get_diagonal)));
        VHT_PETSC(MatSetOption(shell_, MAT_SYMMETRIC, PETSC_TRUE));
      }

      static PetscErrorCode
      multiply(Mat matrix, Vec src, Vec dst)
      {
        MatrixFreeDiffusion *self = nullptr;
        PetscErrorCode       code = MatShellGetContext(matrix, &self);
        if (code != 0)
          return code;
        const PetscScalar *in;
        if ((code = VecGetArrayRead(src, &in)) != 0)
          return code;
        std::copy_n(in, self->u_.locally_owned_size(), self->u_.begin());
        if ((code = VecRestoreArrayRead(src, &in)) != 0)
          return code;
        self->apply(self->dst_, self->u_);
        return copy_out(self->dst_, dst);
      }

      static PetscErrorCode
      get_diagonal(Mat matrix, Vec dst)
      {
        MatrixFreeDiffusion *self = nullptr;
        const PetscErrorCode code = MatShellGetContext(matrix, &self);
        if (code != 0)
          return code;
        self->compute_diagonal(self->dst_);
        return copy_out(self->dst_, dst);
      }

      static PetscErrorCode
      copy_out(const Vector &values, Vec dst)
      {
        PetscScalar   *out;
        PetscErrorCode code = VecGetArrayWrite(dst, &out);
        if (code != 0)
          return code;
        std::copy_n(values.begin(), values.locally_owned_size(), out);
        return VecRestoreArrayWrite(dst, &out);
      }

      bool                                   lumped_;
      double                                 step_;
      dealii::AffineConstraints<double>      constraints_;
      dealii::MatrixFree<dim, double, Lanes> matrix_free_;
      bool                                   constant_in_cell_ = false;
      dealii::AlignedVector<WideTensor>      tensors_;
      Vector                                 lumped_mass_;
      mutable Vector                         u_, rate_, dst_; ///< in the layout that matrix_free_ wants
      Mat                                    shell_ = nullptr;
    };
  } // namespace

  std::unique_ptr<DiffusionOperator>
  make_matrix_free_diffusion(const FunctionSpace &space, const DiffusionTensors &tensors, bool lumped, double step)
  {
    if (space.degree() == 1)
      return std::make_unique<MatrixFreeDiffusion<1>>(space, tensors, lumped, step);
    return std::make_unique<MatrixFreeDiffusion<2>>(space, tensors, lumped, step);
  }
} // namespace vht
