#pragma once

#include "physics/contraction/contraction.h"

namespace vht
{
  /**
   * A tension that is given as a table of times and values, straight lines in between; the same everywhere.
   *
   * Before the first and after the last time the tension is that of the first and the last row. With a period the table
   * repeats, and a straight line leads from its last row to the first row of the next round.
   *
   * The table comes from a measurement, another model or a benchmark: there is no default, and check() asks for it.
   */
  class PrescribedTension final : public Contraction
  {
  public:
    std::string_view
    name() const override
    {
      return "prescribed";
    }

    std::string_view
    doi() const override
    {
      return "";
    }

    Drive
    drive() const override
    {
      return Drive::nothing;
    }

    /**
     * Give the table.
     *
     * @param time     [s], increasing
     * @param tension  [Pa], as long, not negative
     * @throws InputError naming the row that is wrong
     */
    void set_curve(std::span<const double> time, std::span<const double> tension);

    /** Tension at a time [Pa]; zero as long as there is no table. */
    double at(double time) const;

    Parameters                 parameters() override;
    std::span<const StateInfo> states() const override;

    void
    initial_state(std::span<double> /*state*/) const override
    {
    }

    /** @throws InputError without a table, and if the table is longer than the period */
    void check() const override;

    void advance(double       time,
                 double       dt,
                 const Block &drive,
                 const Block &stretch,
                 const Block &stretch_rate,
                 double      *states,
                 Block       &tension,
                 Block       &stiffness) const override;

  private:
    std::vector<double> time_, tension_;
    double              period_ = 0.;
  };
} // namespace vht
