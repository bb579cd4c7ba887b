#include "meshing/surface/surface_sizes.h"

#include "meshing/geometry.h"
#include "meshing/surface/cgal_mesh.h"
#include "meshing/surface/surface_geometry.h"
#include "physics/error.h"

#include <CGAL/Monge_via_jet_fitting.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace vht::meshing
{
  namespace
  {
    constexpr double infinity = std::numeric_limits<double>::infinity();

    bool
    contains(const std::vector<Tag> &list, Tag tag)
    {
      return std::find(list.begin(), list.end(), tag) != list.end();
    }

    /** Neighbours of each point over the edges of the triangles that count. */
    std::vector<std::vector<Index>>
    neighbours_on(const TaggedSurface &surface, const std::vector<Tag> &left_out)
    {
      std::vector<std::vector<Index>> around(surface.points.size());
      for (std::size_t t = 0; t < surface.n_triangles(); ++t)
        if (!contains(left_out, surface.patches[t]))
          for (const Index a : surface.triangles[t])
            for (const Index b : surface.triangles[t])
              if (a != b)
                around[a].push_back(b);
      for (auto &list : around)
        {
          std::sort(list.begin(), list.end());
          list.erase(std::unique(list.begin(), list.end()), list.end());
        }
      return around;
    }

    /** The point, then all within so many edges of it, and farther ones until there are enough. */
    std::vector<Index>
    patch_around(const std::vector<std::vector<Index>> &around, Index point, unsigned rings, std::size_t enough)
    {
      std::vector<Index> found{point};
      std::size_t        begin = 0;
      for (unsigned ring = 0; ring < rings || (found.size() < enough && ring < 2 * rings); ++ring)
        {
          const std::size_t end = found.size();
          for (; begin < end; ++begin)
            for (const Index next : around[found[begin]])
              if (std::find(found.begin(), found.end(), next) == found.end())
                found.push_back(next);
        }
      return found;
    }
  } // namespace


  std::vector<double>
  largest_curvature(const TaggedSurface &surface, const std::vector<Tag> &flat)
  {
    constexpr unsigned    rings = 2, degree = 2;
    constexpr std::size_t enough = 12, least = 6; // a quadric has six coefficients
    const auto            around = neighbours_on(surface, flat);
    std::vector<double>   curvature(surface.points.size(), 0);
    for (Index i = 0; i < curvature.size(); ++i)
      {
        std::vector<cgal::Position> places;
        for (const Index j : patch_around(around, i, rings, enough))
          places.push_back(cgal::position(surface.points[j]));
        if (places.size() < least)
          continue;
        CGAL::Monge_via_jet_fitting<cgal::Kernel> fitting;
        const auto                                form = fitting(places.begin(), places.end(), degree, degree);
        curvature[i] = std::max(std::abs(form.principal_curvatures(0)), std::abs(form.principal_curvatures(1)));
      }
    return curvature;
  }

  std::vector<double>
  sizes_by_curvature(const TaggedSurface &surface, double edges_per_circle, const std::vector<Tag> &flat)
  {
    std::vector<double> sizes;
    for (const double curvature : largest_curvature(surface, flat))
      sizes.push_back(curvature > 0 ? 2 * std::numbers::pi / (curvature * edges_per_circle) : infinity);
    return sizes;
  }


  struct NearbySizes::Sources
  {
    struct Source
    {
      double                      size = 0, distance = 0;
      Point                       place{};
      cgal::Mesh                  patch{};
      std::unique_ptr<cgal::Tree> tree{}; ///< of the patch; none for a place
    };

    double                               gradient = 0;
    std::vector<std::unique_ptr<Source>> list; ///< a tree knows its patch by address
  };


  NearbySizes::NearbySizes(double gradient)
    : sources_(std::make_unique<Sources>())
  {
    sources_->gradient = gradient;
  }

  NearbySizes::~NearbySizes() = default;

  void
  NearbySizes::add(const Point &place, double size, double distance)
  {
    auto source      = std::make_unique<Sources::Source>();
    source->size     = size;
    source->distance = distance;
    source->place    = place;
    sources_->list.push_back(std::move(source));
  }

  void
  NearbySizes::add(const TaggedSurface &surface, Tag patch, double size, double distance)
  {
    add(Point{}, size, distance);
    Sources::Source  &source = *sources_->list.back();
    TaggedSurface     part   = surface;
    std::vector<bool> keep;
    for (const Tag tag : surface.patches)
      keep.push_back(tag == patch);
    keep_triangles(part, keep);
    if (part.n_triangles() == 0)
      throw MeshError("There is no triangle of the patch " + std::to_string(patch) + " to refine around.");
    source.patch = cgal::from_surface(part);
    source.tree  = std::make_unique<cgal::Tree>(faces(source.patch).first, faces(source.patch).second, source.patch);
    source.tree->accelerate_distance_queries();
  }

  bool
  NearbySizes::empty() const
  {
    return sources_->list.empty();
  }

  double
  NearbySizes::operator()(const Point &place) const
  {
    double smallest = infinity;
    for (const auto &source : sources_->list)
      {
        const double away = source->tree == nullptr
                              ? norm(place - source->place)
                              : std::sqrt(CGAL::to_double(source->tree->squared_distance(cgal::position(place))));
        smallest = std::min(smallest, source->size + sources_->gradient * std::max(0., away - source->distance));
      }
    return smallest;
  }
} // namespace vht::meshing
