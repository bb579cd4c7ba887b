#include "meshing/region_volumes.h"

#include "meshing/curved.h"
#include "meshing/geometry.h"
#include "meshing/surface/surface_geometry.h"
#include "meshing/surface_of.h"

#include <algorithm>
#include <Eigen/Dense>

namespace vht::meshing
{
  namespace
  {
    /** One step: gradients of the volumes with respect to the points, and the shortest way that changes them. */
    std::vector<Point>
    step(const TaggedMesh &mesh, const std::map<Tag, double> &missing)
    {
      const TaggedSurface surface = surface_of(mesh);
      std::map<Tag, int>  row;
      for (const auto &[region, volume] : missing)
        row.emplace(region, static_cast<int>(row.size()));
      std::vector<std::map<int, Point>> gradient(mesh.points.size());
      std::vector<double>               area(mesh.points.size(), 0);
      for (std::size_t i = 0; i < surface.n_triangles(); ++i)
        {
          const auto &[behind, front] = surface.sides[i];
          if (behind == front)
            continue;
          const Point third = 1. / 3 * area_vector(surface, i);
          for (const Index corner : surface.triangles[i])
            {
              area[corner] += norm(third);
              for (const auto &[region, sign] : {std::pair(behind, 1.), std::pair(front, -1.)})
                if (const auto found = row.find(region); found != row.end())
                  gradient[corner][found->second] = gradient[corner][found->second] + sign * third;
            }
        }
      const auto      n      = static_cast<Eigen::Index>(row.size());
      Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(n, n);
      Eigen::VectorXd volumes(n);
      for (const auto &[region, volume] : missing)
        volumes(row.at(region)) = volume;
      for (std::size_t v = 0; v < gradient.size(); ++v)
        for (const auto &[r, a] : gradient[v])
          for (const auto &[s, b] : gradient[v])
            matrix(r, s) += dot(a, b) / area[v];
      const Eigen::VectorXd factors = matrix.completeOrthogonalDecomposition().solve(volumes);
      std::vector<Point>    shifts(mesh.points.size(), Point{});
      for (std::size_t v = 0; v < gradient.size(); ++v)
        for (const auto &[r, a] : gradient[v])
          shifts[v] = shifts[v] + factors(r) / area[v] * a;
      return shifts;
    }
  } // namespace


  std::map<Tag, double>
  region_volumes(const TaggedMesh &mesh)
  {
    std::map<Tag, double> volumes;
    for (std::size_t i = 0; i < mesh.n_cells(); ++i)
      volumes[mesh.regions[i]] += cell_volume(mesh, i);
    return volumes;
  }

  double
  correct_volumes(TaggedMesh &mesh, const std::map<Tag, double> &wanted)
  {
    constexpr unsigned steps   = 6;
    double             largest = 0;
    for (unsigned i = 0; i < steps; ++i)
      {
        std::map<Tag, double> missing;
        double                worst = 0;
        for (const auto &[region, volume] : region_volumes(mesh))
          if (const auto found = wanted.find(region); found != wanted.end())
            {
              missing[region] = found->second - volume;
              worst           = std::max(worst, std::abs(missing[region]) / found->second);
            }
        if (worst < 1e-6)
          break;
        largest = std::max(largest, move_points(mesh, step(mesh, missing)).largest);
      }
    return largest;
  }
} // namespace vht::meshing
