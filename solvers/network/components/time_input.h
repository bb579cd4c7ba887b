#pragma once

#include "physics/circulation/course.h"

#include <filesystem>
#include <limits>
#include <string>
#include <vector>

namespace vht
{
  class ParameterSection;
}

namespace vht::network
{
  /** A quantity over time as case files give it: a constant, a table in a file or in the case, or a Fourier series. */
  class TimeInput
  {
  public:
    /** @param[in] name  "Flow"; @param[in] unit  of the quantity */
    TimeInput(const std::string &name, const std::string &unit)
      : name_(name)
      , unit_(unit)
    {
    }

    void declare(ParameterSection &section);

    /** @throws InputError if the case gives it twice, or the table is wrong */
    void prepare(double period);

    /** For readers of other formats; @p held_value is what hold_mean() shall keep. */
    void set(double constant);
    void set(std::vector<double> times, std::vector<double> values, double held_value);

    double
    at(double time) const
    {
      return held_ ? mean_ : course_.at(time);
    }

    /** Keep the mean over the period, or go back. */
    void
    hold_mean(bool hold)
    {
      held_ = hold;
    }

  private:
    std::string           name_, unit_, where_;
    double                constant_ = 0.;
    bool                  is_given_ = false, repeats_ = true;
    std::filesystem::path file_;
    std::vector<double>   times_, values_, cosines_, sines_;
    Course                course_;
    double                mean_ = std::numeric_limits<double>::quiet_NaN();
    bool                  held_ = false;
  };
} // namespace vht::network
