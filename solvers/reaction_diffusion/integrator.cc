#include "solvers/reaction_diffusion/integrator.h"

#include "solvers/core/run_record.h"

namespace vht
{
  ImexEuler::ImexEuler(const FunctionSpace          &space,
                       const DiffusionOperator      &diffusion,
                       Reaction                     &reaction,
                       const LinearSolverParameters &parameters,
                       const std::string            &prefix,
                       double                        step)
    : diffusion_(diffusion)
    , reaction_(reaction)
    , solver_(space.mesh().communicator(), prefix, parameters, KSPCG, PCJACOBI)
    , step_(step)
    , u_(space.make_vector())
    , increment_(space.make_vector())
    , rate_(space.make_vector())
    , weak_(space.make_vector())
    , rhs_(space.make_vector())
  {
    solver_.set_operator(diffusion.system());
    u_.update_ghost_values();
  }

  unsigned int
  ImexEuler::advance(double time, RunRecord &record)
  {
    {
      const ScopedTimer timer(record, "reaction");
      if (reaction_.has_weak_part())
        weak_ = 0.;
      reaction_.react(time, step_, u_, rate_, weak_);
    }
    {
      const ScopedTimer timer(record, "right-hand side");
      diffusion_.increment(rhs_, u_, rate_);
      if (reaction_.has_weak_part())
        {
          weak_.compress(dealii::VectorOperation::add);
          for (unsigned int i = 0; i < rhs_.locally_owned_size(); ++i)
            rhs_.local_element(i) += step_ * weak_.local_element(i);
        }
    }
    const ScopedTimer timer(record, "diffusion");

    // The last increment is a good guess: fronts move by a fraction of a cell in a step.
    const unsigned int iterations = solver_.solve(increment_, rhs_, true);
    for (unsigned int i = 0; i < u_.locally_owned_size(); ++i)
      u_.local_element(i) += increment_.local_element(i);
    u_.update_ghost_values();
    return iterations;
  }

  void
  ImexEuler::set_solution(const Vector &values)
  {
    u_.copy_locally_owned_data_from(values);
    u_.update_ghost_values();
  }

  std::vector<StateField>
  ImexEuler::state_fields()
  {
    const auto field = [](const std::string &name, Vector &vector) {
      return StateField{name,
                        [&vector]() {
                          return std::vector<double>(vector.begin(), vector.begin() + vector.locally_owned_size());
                        },
                        [&vector](const std::vector<double> &values) {
                          std::copy(values.begin(), values.end(), vector.begin());
                          vector.update_ghost_values();
                        }};
    };
    // The increment is the first guess of the next solve: without it a restarted run would differ by the tolerance.
    StateField increment = field("increment", increment_);
    increment.set        = [this](const std::vector<double> &values) {
      std::copy(values.begin(), values.end(), increment_.begin());
    };
    return {field("field", u_), increment};
  }
} // namespace vht
