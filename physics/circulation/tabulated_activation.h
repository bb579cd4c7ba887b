#pragma once

#include "physics/circulation/activation.h"
#include "physics/circulation/course.h"

namespace vht
{
  /**
   * An activation that is given as a table of times and values, straight lines in between, repeated in each beat.
   *
   *     t_0  what is added to the times of the table    0
   *
   * From a measurement or another model; there is no default table, and prepare() asks for one. Values outside 0 to 1
   * are taken as they are.
   */
  class TabulatedActivation final : public Activation
  {
  public:
    std::string_view
    name() const override
    {
      return "table";
    }

    /** Times [s], increasing, and as many values. */
    void set_table(std::vector<double> times, std::vector<double> values);

    Parameters parameters() override;
    void       prepare(double period) override;
    double     at(double time) const override;

  private:
    double              onset_ = 0.;
    std::vector<double> times_, values_;
    Course              course_;
  };
} // namespace vht
