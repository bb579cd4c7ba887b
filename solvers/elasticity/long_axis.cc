#include "solvers/elasticity/long_axis.h"

#include "physics/error.h"

#include <deal.II/base/mpi.h>

#include <cmath>

namespace vht
{
  namespace
  {
    namespace mpi = dealii::Utilities::MPI;
  } // namespace

  LongAxis::LongAxis(const std::string               &name,
                     const MixedSpace                &space,
                     const std::vector<unsigned int> &base,
                     const std::vector<unsigned int> &wall,
                     const Levels                    &levels)
    : base_(space, base, space.nodes().face_quadrature())
    , wall_(space, wall, space.nodes().face_quadrature())
    , levels_(levels)
    , communicator_(space.mesh().communicator())
    , corners_(space, wall, FaceLattice(space.mesh().is_simplex()).places)
  {
    Tensor moment;
    for (std::size_t p = 0; p < base_.size(); ++p)
      {
        moment += base_.areas()[p] * Tensor(base_.at_rest()[p]);
        base_area_ += base_.areas()[p];
      }
    base_area_ = mpi::sum(base_area_, communicator_);
    if (base_area_ == 0. || mpi::sum(wall_.size(), communicator_) == 0)
      throw MeshError("The long axis \"" + name + "\" has a base or a wall without faces: its surfaces are empty.");
    centre_ = Point(mpi::sum(moment, communicator_) / base_area_);

    find_apex();
    for (const Point &x : wall_.at_rest())
      heights_.push_back(1. - (x - centre_) * direction_ / length_);
    for (const double level : {levels_.apical, levels_.basal})
      {
        unsigned int points = 0;
        for (const double height : heights_)
          points += std::abs(height - level) <= 0.5 * levels_.width;
        if (mpi::sum(points, communicator_) < 3)
          throw MeshError("The long axis \"" + name + "\" has no points of its wall at the height " +
                          std::to_string(level) + ": its width has to be larger.");
      }
  }

  void
  LongAxis::find_apex()
  {
    double furthest = -1.;
    for (std::size_t p = 0; p < corners_.size(); ++p)
      if (const double distance = corners_.at_rest()[p].distance(centre_); distance > furthest)
        {
          furthest    = distance;
          apex_point_ = p;
        }
    const auto found = mpi::min_max_avg(furthest, communicator_);
    apex_rank_       = found.max_index;
    length_          = found.max;
    const bool mine  = mpi::this_mpi_process(communicator_) == apex_rank_;
    direction_ = mpi::broadcast(communicator_, mine ? corners_.at_rest()[apex_point_] - centre_ : Tensor(), apex_rank_);
    direction_ /= length_;
  }

  double
  LongAxis::rotation(double height, const std::vector<Tensor> &moved) const
  {
    // Sums of area, of the places before and after, and of what the angle is made of.
    const auto is_near = [&](std::size_t p) { return std::abs(heights_[p] - height) <= 0.5 * levels_.width; };
    double     area    = 0.;
    Tensor     before, after;
    for (std::size_t p = 0; p < moved.size(); ++p)
      if (is_near(p))
        {
          area += wall_.areas()[p];
          before += wall_.areas()[p] * Tensor(wall_.at_rest()[p]);
          after += wall_.areas()[p] * (wall_.at_rest()[p] + moved[p]);
        }
    area   = mpi::sum(area, communicator_);
    before = mpi::sum(before, communicator_) / area;
    after  = mpi::sum(after, communicator_) / area;

    const auto across = [&](const Tensor &r) { return r - (r * direction_) * direction_; };
    double     sine = 0., cosine = 0.;
    for (std::size_t p = 0; p < moved.size(); ++p)
      if (is_near(p))
        {
          const Tensor r   = across(Tensor(wall_.at_rest()[p]) - before);
          const Tensor now = across(Tensor(wall_.at_rest()[p]) + moved[p] - after);
          sine += wall_.areas()[p] * (dealii::cross_product_3d(r, now) * direction_);
          cosine += wall_.areas()[p] * (r * now);
        }
    return std::atan2(mpi::sum(sine, communicator_), mpi::sum(cosine, communicator_));
  }

  std::array<double, LongAxis::names.size()>
  LongAxis::measure(const Vector &displacement) const
  {
    double                    base  = 0.;
    const std::vector<Tensor> moved = base_.move(displacement);
    for (std::size_t p = 0; p < moved.size(); ++p)
      base += base_.areas()[p] * (moved[p] * direction_);
    base = mpi::sum(base, communicator_) / base_area_;

    const bool   mine = mpi::this_mpi_process(communicator_) == apex_rank_;
    const double apex =
      mpi::broadcast(communicator_, mine ? corners_.move(displacement)[apex_point_] * direction_ : 0., apex_rank_);

    const std::vector<Tensor> wall   = wall_.move(displacement);
    const double              length = length_ + apex - base;
    const double              basal = rotation(levels_.basal, wall), apical = rotation(levels_.apical, wall);
    const double              twist = apical - basal;
    return {length, 1. - length / length_,
            base,   apex,
            basal,  apical,
            twist,  twist / (length_ * (levels_.basal - levels_.apical))};
  }
} // namespace vht
