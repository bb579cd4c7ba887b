#include "physics/contraction/prescribed_tension.h"

#include "physics/error.h"
#include "physics/quantity_text.h"

#include <algorithm>
#include <cmath>

namespace vht
{
  void
  PrescribedTension::set_curve(std::span<const double> time, std::span<const double> tension)
  {
    const std::string where = "Prescribed tension: ";
    if (time.empty() || time.size() != tension.size())
      throw InputError(where + "the table has " + std::to_string(time.size()) + " times and " +
                       std::to_string(tension.size()) + " tensions. It needs as many of both, and at least one.");
    for (std::size_t row = 0; row < time.size(); ++row)
      {
        const std::string found = where + "row " + std::to_string(row + 1) + " of the table has the ";
        if (!std::isfinite(time[row]) || (row > 0 && time[row] <= time[row - 1]))
          throw InputError(found + "time " + quantity_text(time[row], "s") +
                           (row > 0 ? " after " + quantity_text(time[row - 1], "s") : "") + ". Times must increase.");
        if (!(tension[row] >= 0. && std::isfinite(tension[row])))
          throw InputError(found + "tension " + quantity_text(tension[row], "Pa") +
                           ". A tension must be finite and not negative.");
      }
    time_.assign(time.begin(), time.end());
    tension_.assign(tension.begin(), tension.end());
  }

  double
  PrescribedTension::at(double time) const
  {
    if (time_.empty())
      return 0.;

    const double first = time_.front(), last = time_.back();
    if (period_ > 0.)
      {
        time -= period_ * std::floor((time - first) / period_);
        if (time > last) // on the way to the next round
          return std::lerp(tension_.back(), tension_.front(), (time - last) / (first + period_ - last));
      }
    if (time <= first)
      return tension_.front();
    if (time >= last)
      return tension_.back();

    const auto        next = std::upper_bound(time_.begin(), time_.end(), time);
    const std::size_t i    = static_cast<std::size_t>(next - time_.begin()) - 1;
    return std::lerp(tension_[i], tension_[i + 1], (time - time_[i]) / (time_[i + 1] - time_[i]));
  }

  Parameters
  PrescribedTension::parameters()
  {
    return {{"Period", &period_, "s", 0., 1e6, "after which the table repeats; 0: it does not"}};
  }

  std::span<const StateInfo>
  PrescribedTension::states() const
  {
    return {};
  }

  void
  PrescribedTension::check() const
  {
    if (time_.empty())
      throw InputError("Prescribed tension: there is no table of times and tensions. Give one.");
    const double length = time_.back() - time_.front();
    if (period_ > 0. && length > period_)
      throw InputError("Prescribed tension: the table is " + quantity_text(length, "s") +
                       " long and shall repeat every " + quantity_text(period_, "s") +
                       ". Shorten the table or lengthen the period.");
  }

  void
  PrescribedTension::advance(double time,
                             double dt,
                             const Block & /*drive*/,
                             const Block & /*stretch*/,
                             const Block & /*stretch_rate*/,
                             double * /*states*/,
                             Block &tension,
                             Block &stiffness) const
  {
    tension.fill(at(time + dt));
    stiffness.fill(0.);
  }
} // namespace vht
