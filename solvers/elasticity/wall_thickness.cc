#include "solvers/elasticity/wall_thickness.h"

#include "physics/error.h"

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <limits>
#include <numeric>

namespace vht
{
  namespace
  {
    namespace mpi = dealii::Utilities::MPI;

    double
    distance_to_segment(const Point &x, const Point &a, const Point &b)
    {
      const Tensor along = b - a;
      const double part  = std::clamp((x - a) * along / along.norm_square(), 0., 1.);
      return x.distance(a + part * along);
    }

    /** Where points are now. */
    std::vector<Point>
    deformed(const SurfacePoints &points, const Vector &displacement)
    {
      std::vector<Point>        result = points.at_rest();
      const std::vector<Tensor> moved  = points.move(displacement);
      for (std::size_t p = 0; p < result.size(); ++p)
        result[p] += moved[p];
      return result;
    }

    /** Faces of the outer surface with the sphere around each. */
    struct Faces
    {
      std::vector<Point>  points; ///< n of each face
      std::vector<Point>  centres;
      std::vector<double> radii;

      Faces(std::vector<Point> all, std::size_t n)
        : points(std::move(all))
      {
        for (std::size_t first = 0; first < points.size(); first += n)
          {
            Tensor sum;
            for (std::size_t k = 0; k < n; ++k)
              sum += points[first + k] / double(n);
            double radius = 0.;
            for (std::size_t k = 0; k < n; ++k)
              radius = std::max(radius, points[first + k].distance(Point(sum)));
            centres.emplace_back(sum);
            radii.push_back(radius);
          }
      }
    };
  } // namespace

  double
  distance_to_triangle(const Point &x, const Point &a, const Point &b, const Point &c)
  {
    const Tensor normal = dealii::cross_product_3d(b - a, c - a);
    const auto   inside = [&](const Point &from, const Point &to) {
      return dealii::cross_product_3d(to - from, x - from) * normal >= 0.;
    };
    if (inside(a, b) && inside(b, c) && inside(c, a))
      return std::abs((x - a) * normal) / normal.norm();
    return std::min({distance_to_segment(x, a, b), distance_to_segment(x, b, c), distance_to_segment(x, c, a)});
  }

  WallThickness::WallThickness(const std::string               &name,
                               const MixedSpace                &space,
                               const std::vector<unsigned int> &inner,
                               const std::vector<unsigned int> &outer)
    : lattice_(space.mesh().is_simplex())
    , inner_(space, inner, space.nodes().face_quadrature())
    , outer_(space, outer, lattice_.places)
    , communicator_(space.mesh().communicator())
    , area_(mpi::sum(std::accumulate(inner_.areas().begin(), inner_.areas().end(), 0.), communicator_))
  {
    if (area_ == 0. || mpi::sum(outer_.size(), communicator_) == 0)
      throw MeshError("The wall \"" + name + "\" has no faces on one of its sides: its surfaces are empty.");
  }

  double
  WallThickness::mean(const Vector &displacement) const
  {
    std::vector<Point> outer;
    for (const auto &of_rank : mpi::all_gather(communicator_, deformed(outer_, displacement)))
      outer.insert(outer.end(), of_rank.begin(), of_rank.end());
    const std::size_t n = outer_.n_per_face();
    const Faces       faces(std::move(outer), n);

    const std::vector<Point> inner   = deformed(inner_, displacement);
    double                   sum     = 0.;
    std::size_t              nearest = 0; // neighbours in the list are neighbours in space
    for (std::size_t p = 0; p < inner.size(); ++p)
      {
        double     best = std::numeric_limits<double>::infinity();
        const auto look = [&](std::size_t face) {
          for (const auto &[a, b, c] : lattice_.triangles)
            if (const double distance = distance_to_triangle(inner[p], faces.points[n * face + a],
                                                             faces.points[n * face + b], faces.points[n * face + c]);
                distance < best)
              {
                best    = distance;
                nearest = face;
              }
        };
        look(nearest);
        for (std::size_t face = 0; face < faces.centres.size(); ++face)
          if (inner[p].distance(faces.centres[face]) - faces.radii[face] < best)
            look(face);
        sum += inner_.areas()[p] * best;
      }
    return mpi::sum(sum, communicator_) / area_;
  }
} // namespace vht
