#include "solvers/arteries/method.h"

#include <algorithm>
#include <cmath>

namespace vht
{
  void
  ArteryMethod::begin(ArteryNodes &nodes)
  {
    nodes_          = &nodes;
    initial_volume_ = volume();
  }

  void
  ArteryMethod::advance_to(double time)
  {
    if (time <= time_)
      return;
    const double n     = std::max(1., std::ceil((time - time_) / longest_step()));
    const double start = time_, size = (time - time_) / n;
    for (double i = 0.; i < n; ++i)
      {
        step(size);
        ++steps_;
        time_ = start + (time - start) * (i + 1.) / n;
      }
  }

  SavedState
  ArteryMethod::save() const
  {
    SavedState state = nodes_->save();
    save_vessels(state);
    state["time"] = {time_, static_cast<double>(steps_), initial_volume_};
    return state;
  }

  void
  ArteryMethod::load(const SavedState &state)
  {
    load_vessels(state);
    nodes_->load(state);
    const std::vector<double> &time = state.at("time");
    time_                           = time.at(0);
    steps_                          = static_cast<unsigned long>(time.at(1));
    initial_volume_                 = time.at(2);
  }

  double
  ArteryMethod::mass_error() const
  {
    return (nodes_->inflow_volume() - nodes_->outflow_volume() - (volume() - initial_volume_)) / volume();
  }
} // namespace vht
