#pragma once

#include "solvers/core/checkpoint.h"
#include "solvers/reaction_diffusion/reaction.h"

#include <string>
#include <vector>

namespace vht
{
  /**
   * What is made of the field: functionals into tables, maps, files. The problem calls it; the organ writes it.
   */
  class ReactionDiffusionPostprocessor
  {
  public:
    virtual ~ReactionDiffusionPostprocessor() = default;

    /** At the start of a run, and after the restart from a checkpoint at @p time. Collective. */
    virtual void
    start(double time, const Vector &u, bool restarted)
    {
      (void)time;
      (void)u;
      (void)restarted;
    }

    /** After each step: @p u has up-to-date ghosts. Collective. */
    virtual void sample(double time, const Vector &u) = 0;

    /** When fields are due. Collective. */
    virtual void write_fields(double time, const Vector &u) = 0;

    /** When a row of the tables is due. Collective. */
    virtual void write_tables(double time, const Vector &u) = 0;

    /** At the end: summary, pictures, curves. Collective. */
    virtual void finish(double time, const Vector &u) = 0;

    /** A few words for the progress bar: "activated 43 %". Collective. */
    virtual std::string
    status() const
    {
      return "";
    }

    /** Maps that are gathered over time, for checkpoints. */
    virtual std::vector<StateField>
    state_fields()
    {
      return {};
    }

    /** Single values that are gathered over time, the same on all ranks. */
    virtual void
    save(std::map<std::string, double> &numbers) const
    {
      (void)numbers;
    }
    virtual void
    load(const std::map<std::string, double> &numbers)
    {
      (void)numbers;
    }
  };
} // namespace vht
