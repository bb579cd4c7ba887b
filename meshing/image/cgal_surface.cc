#include "meshing/image/cgal_surface.h"

#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>
#include <CGAL/Labeled_mesh_domain_3.h>
#include <CGAL/make_mesh_3.h>
#include <CGAL/Mesh_complex_3_in_triangulation_3.h>
#include <CGAL/Mesh_criteria_3.h>
#include <CGAL/Mesh_domain_with_polyline_features_3.h>
#include <CGAL/Mesh_triangulation_3.h>

#include <unordered_map>

namespace vht::meshing
{
  namespace
  {
    using Kernel        = CGAL::Exact_predicates_inexact_constructions_kernel;
    using Domain        = CGAL::Mesh_domain_with_polyline_features_3<CGAL::Labeled_mesh_domain_3<Kernel>>;
    using Triangulation = CGAL::Mesh_triangulation_3<Domain>::type;
    using Complex       = CGAL::Mesh_complex_3_in_triangulation_3<Triangulation>;
    using Criteria      = CGAL::Mesh_criteria_3<Triangulation>;
    namespace named     = CGAL::parameters;

    /** The wanted size on the surface between two regions, as CGAL asks for it. */
    struct SizeField
    {
      using FT      = Kernel::FT;
      using Point_3 = Kernel::Point_3;
      using Index   = Domain::Index;

      const Domain         *domain;
      const RegionFunction *regions;

      template <typename Place>
      FT
      operator()(const Place &place, int, const Index &index) const
      {
        if (regions->size_at)
          return regions->size_at({place.x(), place.y(), place.z()});
        const auto pair = domain->surface_patch_index(index);
        return regions->size_between(pair.first, pair.second);
      }
    };

    /** How far the centre of a triangle may be from the surface. */
    struct DistanceField
    {
      using FT      = Kernel::FT;
      using Point_3 = Kernel::Point_3;
      using Index   = Domain::Index;

      const RegionFunction *regions;

      template <typename Place>
      FT
      operator()(const Place &place, int, const Index &) const
      {
        return regions->distance_at ? regions->distance_at({place.x(), place.y(), place.z()}) : regions->distance;
      }
    };

    /** The wanted size on the lines: CGAL numbers curves from 1 in the order in which they were added. */
    struct LineSizeField
    {
      using FT      = Kernel::FT;
      using Point_3 = Kernel::Point_3;
      using Index   = Domain::Index;

      const Domain                 *domain;
      const std::vector<SharpLine> *lines;

      template <typename Place>
      FT
      operator()(const Place &, int dimension, const Index &index) const
      {
        double smallest = std::numeric_limits<double>::max();
        if (dimension == 1)
          return (*lines)[static_cast<std::size_t>(domain->curve_index(index) - 1)].size;
        for (const SharpLine &line : *lines) // a corner of several lines
          smallest = std::min(smallest, line.size);
        return smallest;
      }
    };

    void
    add_lines(const RegionFunction &regions, Domain &domain)
    {
      std::vector<std::vector<Kernel::Point_3>> polylines;
      for (const SharpLine &line : regions.lines)
        {
          auto &polyline = polylines.emplace_back();
          for (const Point &x : line.points)
            polyline.emplace_back(x[0], x[1], x[2]);
        }
      domain.add_features(polylines.begin(), polylines.end());
    }

    /** Points on the surface to start from: random rays would miss small pieces. */
    void
    plant_seeds(const RegionFunction &regions, const Domain &domain, Complex &complex)
    {
      const auto intersection = domain.construct_intersection_object();
      for (const auto &[a, b] : regions.seeds)
        {
          const auto found = intersection(Kernel::Segment_3({a[0], a[1], a[2]}, {b[0], b[1], b[2]}));
          if (std::get<2>(found) == 0)
            continue;
          const Triangulation::Weighted_point place(std::get<0>(found));
          const auto                          vertex = complex.triangulation().insert(place);
          if (vertex == Triangulation::Vertex_handle())
            continue; // hidden by the balls that protect a line
          complex.set_dimension(vertex, 2);
          complex.set_index(vertex, std::get<1>(found));
        }
    }

    /**
     * Every facet between tetrahedra of different regions. That is closed whatever the refinement has missed.
     */
    TaggedSurface
    facets_between_regions(const Complex &complex)
    {
      const Triangulation                                    &triangulation = complex.triangulation();
      TaggedSurface                                           surface;
      std::unordered_map<Triangulation::Vertex_handle, Index> number;
      const auto                                              region_of = [&](Triangulation::Cell_handle cell) {
        return triangulation.is_infinite(cell) || !complex.is_in_complex(cell) ? 0 : Tag(complex.subdomain_index(cell));
      };
      for (auto facet = triangulation.finite_facets_begin(); facet != triangulation.finite_facets_end(); ++facet)
        {
          auto [cell, i]    = *facet;
          const auto mirror = triangulation.mirror_facet(*facet);
          Tag        behind = region_of(cell), front = region_of(mirror.first);
          if (behind == front)
            continue;
          // Seen from its region, or from the one with the larger number.
          if (behind == 0 || (front != 0 && behind > front))
            {
              std::swap(behind, front);
              std::tie(cell, i) = std::pair(mirror.first, mirror.second);
            }
          std::array<Index, 3> corners;
          for (int k = 0; k < 3; ++k)
            {
              const auto vertex          = cell->vertex(Triangulation::vertex_triple_index(i, k));
              const auto [entry, is_new] = number.try_emplace(vertex, static_cast<Index>(surface.points.size()));
              if (is_new)
                surface.points.push_back({vertex->point().x(), vertex->point().y(), vertex->point().z()});
              corners[static_cast<std::size_t>(2 - k)] = entry->second; // CGAL's triples look into the cell
            }
          surface.triangles.push_back(corners);
          surface.sides.push_back({behind, front});
          surface.patches.push_back(0);
        }
      return surface;
    }
  } // namespace


  TaggedSurface
  delaunay_surface(const RegionFunction &regions)
  {
    const std::function<int(const Kernel::Point_3 &)> region_at = [&](const Kernel::Point_3 &x) {
      return regions.region_at({x.x(), x.y(), x.z()});
    };
    const CGAL::Bbox_3 box(regions.low[0], regions.low[1], regions.low[2], regions.high[0], regions.high[1],
                           regions.high[2]);
    const double       diagonal = std::hypot(box.x_span(), box.y_span(), box.z_span());
    Domain             domain(region_at, box, named::relative_error_bound = regions.tolerance / diagonal);
    add_lines(regions, domain);

    const SizeField     size{&domain, &regions};
    const DistanceField distance{&regions};
    const LineSizeField line_size{&domain, &regions.lines};
    const Criteria criteria(named::edge_size = line_size, named::facet_angle = regions.angle, named::facet_size = size,
                            named::facet_distance = distance, named::cell_size = regions.cell_size);
    CGAL::get_default_random() = CGAL::Random(0); // the same again, whatever ran before in this process
    Complex complex;
    if (!regions.lines.empty())
      CGAL::Mesh_3::internal::init_c3t3_with_features(complex, domain, criteria);
    CGAL::Mesh_3::internal::init_c3t3(complex, domain, criteria, 20);
    plant_seeds(regions, domain, complex);
    CGAL::refine_mesh_3(complex, domain, criteria, named::no_reset_c3t3(), named::no_perturb(), named::no_exude(),
                        regions.manifold ? named::manifold() : named::non_manifold());
    return facets_between_regions(complex);
  }
} // namespace vht::meshing
