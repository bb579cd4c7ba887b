#include "meshing/geometry.h"
#include "meshing/shapes/disc.h"
#include "meshing/shapes/ventricles.h"
#include "physics/error.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <sstream>

namespace vht::meshing
{
  namespace
  {
    using std::numbers::pi;

    /**
     * Places in the wall. With the depth t from 0 on the endocardium to 1 on the epicardium, half axes a, b across and
     * c along the axis that are linear in t, the polar angle w from the apex and the azimuth v,
     *
     *     x = (a sin w cos v, b sin w sin v, -c cos w).
     */
    class Wall
    {
    public:
      explicit Wall(const Ventricles &ventricle)
        : v_(ventricle)
      {
      }

      Point
      radii(double t) const
      {
        return (1 - t) * v_.lv_endo.radii + t * v_.lv_epi.radii;
      }

      Point
      place(double t, double w, double azimuth) const
      {
        const Point r = radii(t);
        return {r[0] * std::sin(w) * std::cos(azimuth), r[1] * std::sin(w) * std::sin(azimuth), -r[2] * std::cos(w)};
      }

      /**
       * The polar angle where a layer meets the base z = z_inner + slope (r - r_inner), where r is the distance from
       * the axis (with half axes that differ, the slope is 0): an equation A cos w + B sin w = C.
       */
      double
      base_angle(double t) const
      {
        const double slope = v_.base_slope();
        const Point  half  = radii(t);
        const double a = half[2], b = slope * half[0], c = slope * radius_at(v_.lv_endo, v_.base) - v_.base;
        return std::atan2(b, a) + std::acos(std::clamp(c / std::hypot(a, b), -1., 1.));
      }

    private:
      const Ventricles &v_;
    };

    /** Lengths on the surface halfway through the wall, from the apex to the base. */
    class Meridian
    {
    public:
      explicit Meridian(const Wall &wall)
        : end_(wall.base_angle(0.5))
      {
        const Point r = wall.radii(0.5);
        radius_       = std::sqrt(r[0] * r[1]);
        for (unsigned i = 0; i < n_; ++i)
          {
            const double w = (i + 0.5) * end_ / n_; // the middle of the piece
            lengths_.push_back(lengths_.back() + end_ / n_ * std::hypot(radius_ * std::cos(w), r[2] * std::sin(w)));
          }
      }

      double
      length() const
      {
        return lengths_.back();
      }

      /** Of the widest circle [m]. */
      double
      circumference() const
      {
        return 2 * pi * radius_ * std::sin(std::min(end_, pi / 2));
      }

      /** The part of the polar angle at a part of the length; 0 and 1 stay what they are. */
      double
      part_of_angle(double part_of_length) const
      {
        const double length = std::clamp(part_of_length, 0., 1.) * lengths_.back();
        const auto   next   = std::upper_bound(lengths_.begin() + 1, lengths_.end() - 1, length);
        const double below = *(next - 1), piece = static_cast<double>(next - 1 - lengths_.begin());
        return std::min(1., (piece + (length - below) / (*next - below)) / n_);
      }

    private:
      static constexpr unsigned n_ = 2000; ///< pieces; their number decides about the spacing of the points alone

      double              end_, radius_;
      std::vector<double> lengths_ = {0};
    };

    /** Numbers of cells. */
    struct Counts
    {
      Index  side, rings, across; ///< along a side of the block at the apex, from there to the base, through the wall
      double core;                ///< the part of the way from apex to base that is in the block
    };

    Counts
    count_cells(const Ventricles &v, const Meridian &meridian)
    {
      Counts       counts;
      const double around = v.grid.around > 0 ? v.grid.around : meridian.circumference() / v.size;
      // An even number along the sides of the block puts a node at the apex.
      const double side = 2 * std::max(1., std::round(around / 8)), size = meridian.circumference() / (4 * side);

      // From side to side the block has cells of this size. It bulges towards its corners.
      counts.core        = std::min(0.6, side * size / 2 / meridian.length());
      const double rings = std::max(1., std::round((1 - 1.1 * counts.core) * meridian.length() / size));

      const Point  thickness = v.lv_epi.radii - v.lv_endo.radii;
      const double mean      = (thickness[0] + thickness[1] + thickness[2]) / 3;
      const double across    = v.grid.across > 0 ? v.grid.across : std::max(1., std::round(mean / v.size));

      if (const double cells = (side * side + 4 * side * rings) * across; !(cells < 3e8))
        {
          std::ostringstream message;
          message << "The left ventricle would have " << cells
                  << " hexahedra; at most 3e8 can be numbered. Is the unit of the size right?";
          throw InputError(message.str());
        }
      counts.side   = static_cast<Index>(side);
      counts.rings  = static_cast<Index>(rings);
      counts.across = static_cast<Index>(across);
      return counts;
    }
  } // namespace


  TaggedMesh
  make_hexahedral_ventricle(const Ventricles &v)
  {
    check_ventricles(v);
    if (v.grid.around % 8 != 0)
      throw InputError("Hexahedra around a left ventricle must be 8, 16, 24, ... in number, not " +
                       std::to_string(v.grid.around) + ".");
    if (!(v.size > 0) && (v.grid.across == 0 || v.grid.around == 0))
      throw InputError("The size of the cells must be positive, or the numbers across and around must be given.");
    const Wall     wall(v);
    const Meridian meridian(wall);
    const Counts   counts = count_cells(v, meridian);
    const Disc     disc   = make_disc(counts.side, counts.rings, counts.core);

    TaggedMesh mesh    = stack(disc, counts.across, [&](Index layer, const Disc::Place &x) {
      const double t = static_cast<double>(layer) / counts.across;
      // The next layer is outside, below the apex: seen from there the disc must be turned over.
      return wall.place(t, meridian.part_of_angle(std::hypot(x[0], x[1])) * wall.base_angle(t),
                           -std::atan2(x[1], x[0]));
    });
    mesh.region_names  = {{1, "myocardium"}};
    mesh.surface_names = {{1, "endo_lv"}, {2, "epi"}, {3, "base"}};
    return mesh;
  }
} // namespace vht::meshing
