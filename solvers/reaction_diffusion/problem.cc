#include "solvers/reaction_diffusion/problem.h"

#include "physics/error.h"
#include "solvers/core/petsc_options.h"

#include <deal.II/base/mpi.h>

#include <cmath>
#include <limits>
#include <sstream>

namespace vht
{
  namespace
  {
    namespace mpi = dealii::Utilities::MPI;

    // Simulated time between copies of the state in memory; a failing run loses no more than this.
    constexpr double snapshot_interval = 1e-3;

    // Steps between looks at the range of the field: a blow-up takes longer, and the look costs a reduction.
    constexpr unsigned int plausibility_interval = 5;

    std::string
    time_text(double seconds)
    {
      std::ostringstream text;
      text << "t = " << seconds * 1e3 << " ms";
      return text.str();
    }
  } // namespace

  ReactionDiffusionProblem::ReactionDiffusionProblem(const FunctionSpace               &space,
                                                     const ReactionDiffusionParameters &parameters,
                                                     const DiffusionTensors            &tensors,
                                                     Reaction                          &reaction,
                                                     ReactionDiffusionPostprocessor    &postprocessor,
                                                     const std::string                 &prefix,
                                                     const Plausible                   &plausible,
                                                     Run                               &run)
    : space_(space)
    , parameters_(parameters)
    , reaction_(reaction)
    , postprocessor_(postprocessor)
    , plausible_(plausible)
    , run_(run)
    , diffusion_(make_diffusion_operator(space, tensors, parameters.mass, parameters.time.step))
    , integrator_(space, *diffusion_, reaction, parameters.solver, prefix, parameters.time.step)
    , time_(parameters.time)
    , order_(space)
    , checkpoint_(run.output(), run.communicator())
    , schedule_(parameters.checkpoint, run.communicator())
  {
    for (auto fields : {integrator_.state_fields(), reaction.state_fields(), postprocessor.state_fields()})
      state_.insert(state_.end(), fields.begin(), fields.end());
    run_.log().info("Diffusion operator: " + diffusion_->description() + ", " + std::to_string(space.n_dofs()) +
                    " unknowns");
    run_.record().note("unknowns", static_cast<double>(space.n_dofs()));
    run_.record().note("diffusion operator", diffusion_->description());
  }

  void
  ReactionDiffusionProblem::setup(const Vector &initial)
  {
    if (run_.restart())
      restore();
    else
      integrator_.set_solution(initial);
    postprocessor_.start(time_.time(), integrator_.solution(), run_.restart());
    last_good_ = take_snapshot();
  }

  void
  ReactionDiffusionProblem::restore()
  {
    const CheckpointInfo info = checkpoint_.open(space_.mesh().checksum(), run_.critical_parameters(), run_.log());
    for (StateField &field : state_)
      field.set(checkpoint_.read(field.name, order_));
    postprocessor_.load(info.numbers);
    time_.restart_at(info.time, info.step);
    run_.log().info("Restart at " + time_text(info.time) + ", step " + std::to_string(info.step));
  }

  void
  ReactionDiffusionProblem::step()
  {
    iterations_ += integrator_.advance(time_.time(), run_.record());
    ++n_solves_;
    time_.advance();
    if (time_.step() % plausibility_interval == 0 || time_.finished())
      check_plausible();

    const ScopedTimer timer(run_.record(), "postprocessing");
    postprocessor_.sample(time_.time(), integrator_.solution());
    if (time_.due(parameters_.table_interval))
      postprocessor_.write_tables(time_.time(), integrator_.solution());
    if (time_.due(parameters_.field_interval) || time_.finished())
      postprocessor_.write_fields(time_.time(), integrator_.solution());
  }

  void
  ReactionDiffusionProblem::run()
  {
    if (!run_.restart())
      {
        postprocessor_.write_tables(time_.time(), integrator_.solution());
        if (parameters_.field_interval > 0.)
          postprocessor_.write_fields(time_.time(), integrator_.solution());
      }

    bool options_checked = false;
    while (!time_.finished())
      {
        try
          {
            step();
          }
        catch (const ConvergenceError &error)
          {
            write(last_good_);
            throw ConvergenceError(error.what() + (" " + plausible_.advice) +
                                   " A checkpoint of the last good state was written, at " +
                                   time_text(last_good_.info.time) + ".");
          }

        if (!options_checked)
          check_unused_petsc_options();
        options_checked = true;

        if (time_.due(snapshot_interval))
          last_good_ = take_snapshot();
        const bool stop = run_.stop_requested();
        if (stop || schedule_.due(time_.step(), time_.step() % plausibility_interval == 0))
          write_checkpoint();
        if (stop)
          throw Stopped("Stopped at " + time_text(time_.time()) +
                        " on request, after a checkpoint. Go on with --restart.");
        run_.log().progress(time_.fraction(), time_text(time_.time()) + ", " + postprocessor_.status());
      }

    if (n_solves_ > 0)
      run_.record().summary("linear iterations per step", static_cast<double>(iterations_) / n_solves_, "1");
    postprocessor_.finish(time_.time(), integrator_.solution());
    if (schedule_.wanted())
      write_checkpoint();
  }

  ReactionDiffusionProblem::Snapshot
  ReactionDiffusionProblem::take_snapshot()
  {
    Snapshot snapshot;
    snapshot.info.time                = time_.time();
    snapshot.info.step                = time_.step();
    snapshot.info.mesh                = space_.mesh().checksum();
    snapshot.info.critical_parameters = run_.critical_parameters();
    postprocessor_.save(snapshot.info.numbers);
    for (const StateField &field : state_)
      snapshot.values.push_back(field.get());
    return snapshot;
  }

  void
  ReactionDiffusionProblem::write(const Snapshot &snapshot)
  {
    const ScopedTimer              timer(run_.record(), "checkpoint");
    std::vector<Checkpoint::Field> fields;
    for (std::size_t i = 0; i < state_.size(); ++i)
      fields.push_back({state_[i].name, &order_, snapshot.values[i]});
    checkpoint_.write(snapshot.info, fields);
    run_.log().detail("Checkpoint at " + time_text(snapshot.info.time));
  }

  void
  ReactionDiffusionProblem::write_checkpoint()
  {
    write(take_snapshot());
    schedule_.written();
  }

  void
  ReactionDiffusionProblem::check_plausible() const
  {
    const Vector &u       = integrator_.solution();
    double        lowest  = std::numeric_limits<double>::max();
    double        highest = std::numeric_limits<double>::lowest();
    bool          finite  = true;
    for (unsigned int i = 0; i < u.locally_owned_size(); ++i)
      {
        const double value = u.local_element(i);
        finite &= std::isfinite(value);
        lowest  = std::min(lowest, value);
        highest = std::max(highest, value);
      }
    const double worst = mpi::max(finite ? std::max(plausible_.minimum - lowest, highest - plausible_.maximum)
                                         : std::numeric_limits<double>::max(),
                                  run_.communicator());
    if (worst <= 0.)
      return;

    std::ostringstream message;
    message << "The solution is not plausible at " << time_text(time_.time()) << ": values between "
            << mpi::min(lowest, run_.communicator()) << " and " << mpi::max(highest, run_.communicator())
            << ", allowed are " << plausible_.minimum << " to " << plausible_.maximum << ".";
    throw ConvergenceError(message.str());
  }
} // namespace vht
