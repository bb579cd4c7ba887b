#include "meshing/cgal_volume.h"

#include "meshing/geometry.h"
#include "physics/error.h"

#include <CGAL/AABB_traits.h>
#include <CGAL/AABB_tree.h>
#include <CGAL/AABB_triangle_primitive.h>
#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>
#include <CGAL/make_mesh_3.h>
#include <CGAL/Mesh_complex_3_in_triangulation_3.h>
#include <CGAL/Mesh_criteria_3.h>
#include <CGAL/Mesh_triangulation_3.h>
#include <CGAL/Polygon_mesh_processing/orient_polygon_soup.h>
#include <CGAL/Polygon_mesh_processing/polygon_soup_to_polygon_mesh.h>
#include <CGAL/Polyhedral_complex_mesh_domain_3.h>

#include <numeric>
#include <unordered_map>

namespace vht::meshing
{
  namespace
  {
    using Kernel        = CGAL::Exact_predicates_inexact_constructions_kernel;
    using Polyhedron    = CGAL::Mesh_polyhedron_3<Kernel>::type;
    using Domain        = CGAL::Polyhedral_complex_mesh_domain_3<Kernel, Polyhedron>;
    using Triangulation = CGAL::Mesh_triangulation_3<Domain>::type;
    using Complex   = CGAL::Mesh_complex_3_in_triangulation_3<Triangulation, Domain::Corner_index, Domain::Curve_index>;
    using Criteria  = CGAL::Mesh_criteria_3<Triangulation>;
    namespace named = CGAL::parameters;

    constexpr double millimetre = 1e-3; // bounds of CGAL's protecting balls are absolute

    Kernel::Point_3
    place_of(const Point &x)
    {
      return {x[0] / millimetre, x[1] / millimetre, x[2] / millimetre};
    }

    /** Triangles to look for the nearest one. In millimetres. */
    class Triangles
    {
    public:
      /** @param[in] number  what hits are to be called */
      void
      add(const Kernel::Triangle_3 &triangle, Index number)
      {
        triangles_.push_back(triangle);
        numbers_.push_back(number);
      }

      void
      build()
      {
        tree_.rebuild(triangles_.begin(), triangles_.end());
        tree_.accelerate_distance_queries();
      }

      std::pair<Index, double>
      nearest(const Kernel::Point_3 &place) const
      {
        const auto [at, triangle] = tree_.closest_point_and_primitive(place);
        return {numbers_[static_cast<std::size_t>(triangle - triangles_.begin())],
                std::sqrt(CGAL::squared_distance(at, place))};
      }

    private:
      using Primitive = CGAL::AABB_triangle_primitive<Kernel, std::vector<Kernel::Triangle_3>::iterator>;

      std::vector<Kernel::Triangle_3>                       triangles_;
      std::vector<Index>                                    numbers_;
      CGAL::AABB_tree<CGAL::AABB_traits<Kernel, Primitive>> tree_;
    };

    Kernel::Triangle_3
    triangle_of(const std::vector<Point> &points, std::span<const Index> corners)
    {
      return {place_of(points[corners[0]]), place_of(points[corners[1]]), place_of(points[corners[2]])};
    }

    bool
    separates(const TaggedSurface::Sides &sides)
    {
      return sides.behind != sides.front;
    }

    using Regions = std::pair<Tag, Tag>; // the smaller first, 0 for outside

    /** The given triangles: the nearest of all, and of those between two regions. */
    class Given
    {
    public:
      explicit Given(const TaggedSurface &surface)
      {
        for (std::size_t i = 0; i < surface.n_triangles(); ++i)
          {
            const auto  &sides    = surface.sides[i];
            const auto   triangle = triangle_of(surface.points, surface.triangles[i]);
            const double edges    = std::sqrt(CGAL::squared_distance(triangle[0], triangle[1])) +
                                 std::sqrt(CGAL::squared_distance(triangle[1], triangle[2])) +
                                 std::sqrt(CGAL::squared_distance(triangle[2], triangle[0]));
            edge_.push_back(edges / 3);
            all_.add(triangle, static_cast<Index>(i));
            if (separates(sides))
              between_[std::minmax(sides.behind, sides.front)].add(triangle, static_cast<Index>(i));
          }
        all_.build();
        for (auto &[regions, triangles] : between_)
          triangles.build();
      }

      /** Mean edge of the nearest triangle, and the distance [mm]. */
      std::pair<double, double>
      edge_near(const Kernel::Point_3 &place) const
      {
        const auto [triangle, distance] = all_.nearest(place);
        return {edge_[triangle], distance};
      }

      Index
      nearest(const Regions &regions, const Kernel::Point_3 &place) const
      {
        const auto known = between_.find(regions);
        if (known != between_.end())
          return known->second.nearest(place).first;
        std::pair<Index, double> best{0, std::numeric_limits<double>::max()}; // regions came to touch, as in a corner
        for (const auto &[pair, triangles] : between_)
          if (const auto hit = triangles.nearest(place); hit.second < best.second)
            best = hit;
        return best.first;
      }

    private:
      Triangles                    all_;
      std::map<Regions, Triangles> between_;
      std::vector<double>          edge_; ///< [mm]
    };

    /** A size that CGAL asks for [mm]: so many times the wanted length of edges. */
    struct SizeField
    {
      using FT      = Kernel::FT;
      using Point_3 = Kernel::Point_3;
      using Index   = Domain::Index;

      const Domain   *domain;
      const Given    *given;
      const NewCells *cells;
      double          factor;
      double          growth = 0.3; ///< of edges with the distance from the surface

      template <typename Place>
      FT
      operator()(const Place &place, int dimension, const Index &index) const
      {
        const auto [edge, distance] = given->edge_near({place.x(), place.y(), place.z()});
        double size = (cells->edge > 0 ? cells->edge / millimetre : cells->factor * edge) + growth * distance;
        if (cells->size_at && dimension == 3)
          size =
            std::min(size, cells->size_at(domain->subdomain_index(index),
                                          {millimetre * place.x(), millimetre * place.y(), millimetre * place.z()}) /
                             millimetre);
        return factor * size;
      }
    };

    /** Triangles with the same regions and patch that hang together over edges: numbers from 0. */
    std::vector<std::size_t>
    pieces_of(const TaggedSurface &surface)
    {
      std::vector<std::size_t> parent(surface.n_triangles());
      std::iota(parent.begin(), parent.end(), 0);
      const auto root = [&](std::size_t i) {
        while (parent[i] != i)
          i = parent[i] = parent[parent[i]];
        return i;
      };
      std::map<std::tuple<Index, Index, Tag, Tag, Tag>, std::size_t> first;
      for (std::size_t i = 0; i < surface.n_triangles(); ++i)
        for (unsigned k = 0; k < 3; ++k)
          {
            const auto [a, b]           = std::minmax(surface.triangles[i][k], surface.triangles[i][(k + 1) % 3]);
            const auto &[behind, front] = surface.sides[i];
            const auto [entry, is_new]  = first.try_emplace({a, b, behind, front, surface.patches[i]}, i);
            if (!is_new)
              parent[root(i)] = root(entry->second);
          }
      std::map<std::size_t, std::size_t> number;
      std::vector<std::size_t>           pieces;
      for (std::size_t i = 0; i < surface.n_triangles(); ++i)
        pieces.push_back(number.try_emplace(root(i), number.size()).first->second);
      return pieces;
    }

    struct Pieces
    {
      std::vector<Polyhedron>          polyhedra;
      std::vector<std::pair<int, int>> regions; ///< behind, in front
    };

    /** Where a piece touches itself in a point or an edge, it is taken apart there: CGAL's polyhedra are manifold. */
    Pieces
    polyhedra_of(const TaggedSurface &surface)
    {
      const auto                                      piece = pieces_of(surface);
      std::map<std::size_t, std::vector<std::size_t>> triangles;
      for (std::size_t i = 0; i < piece.size(); ++i)
        if (separates(surface.sides[i]))
          triangles[piece[i]].push_back(i);
        else if (surface.patches[i] != 0)
          throw MeshError("It cannot keep faces inside of a region, as those around " +
                          in_millimetres(surface.points[surface.triangles[i][0]]) + ".");
      Pieces pieces;
      for (const auto &[number, list] : triangles)
        {
          std::vector<Kernel::Point_3>           points;
          std::vector<std::vector<std::size_t>>  soup;
          std::unordered_map<Index, std::size_t> position;
          for (const std::size_t i : list)
            {
              auto &polygon = soup.emplace_back();
              for (const Index corner : surface.triangles[i])
                {
                  const auto [entry, is_new] = position.try_emplace(corner, points.size());
                  if (is_new)
                    points.push_back(place_of(surface.points[corner]));
                  polygon.push_back(entry->second);
                }
            }
          namespace pmp = CGAL::Polygon_mesh_processing;
          pmp::orient_polygon_soup(points, soup);
          pmp::polygon_soup_to_polygon_mesh(points, soup, pieces.polyhedra.emplace_back());
          const auto &[behind, front] = surface.sides[list[0]];
          pieces.regions.emplace_back(behind, front); // the order that CGAL 5.5 uses; its manual says the other
        }
      return pieces;
    }

    /** Cells with a region, and every face between two regions: closed whatever the refinement has missed. */
    TaggedMesh
    mesh_of(const Complex &complex, const Given &given)
    {
      const Triangulation                                    &triangulation = complex.triangulation();
      TaggedMesh                                              mesh;
      std::unordered_map<Triangulation::Vertex_handle, Index> number;
      const auto                                              index_of = [&](Triangulation::Vertex_handle vertex) {
        const auto [entry, is_new] = number.try_emplace(vertex, static_cast<Index>(mesh.points.size()));
        if (is_new)
          {
            const auto &x = vertex->point();
            mesh.points.push_back({millimetre * x.x(), millimetre * x.y(), millimetre * x.z()});
          }
        return entry->second;
      };
      const auto region_of = [&](Triangulation::Cell_handle cell) {
        return triangulation.is_infinite(cell) || !complex.is_in_complex(cell) ? 0 : Tag(complex.subdomain_index(cell));
      };
      for (const auto cell : triangulation.finite_cell_handles())
        if (const Tag region = region_of(cell); region != 0)
          {
            for (int k = 0; k < 4; ++k)
              mesh.cells.push_back(index_of(cell->vertex(k)));
            mesh.regions.push_back(region);
          }
      for (auto facet = triangulation.finite_facets_begin(); facet != triangulation.finite_facets_end(); ++facet)
        {
          const auto &[cell, i] = *facet;
          const Tag a = region_of(cell), b = region_of(cell->neighbor(i));
          if (a == b)
            continue;
          std::array<Index, 3> corners;
          for (int k = 0; k < 3; ++k)
            corners[static_cast<std::size_t>(k)] = index_of(cell->vertex(Triangulation::vertex_triple_index(i, k)));
          const Index nearest = given.nearest(std::minmax(a, b), place_of(centre(mesh, corners)));
          mesh.add_face(corners, static_cast<Tag>(nearest) + 1);
        }
      return mesh;
    }
  } // namespace


  TaggedMesh
  fill_with_new_triangles(const TaggedSurface &surface, const NewCells &cells)
  {
    const Given  given(surface);
    const Pieces pieces        = polyhedra_of(surface);
    CGAL::get_default_random() = CGAL::Random(0); // whatever ran before in this process
    Domain domain(pieces.polyhedra.begin(), pieces.polyhedra.end(), pieces.regions.begin(), pieces.regions.end());
    domain.detect_features();

    // CGAL bounds radii around facets and cells: an even triangle's is 0.58 of its edge, a tetrahedron's 0.61.
    const SizeField edges{&domain, &given, &cells, 1}, facets{&domain, &given, &cells, 0.65},
      inside{&domain, &given, &cells, 0.75}, distance{&domain, &given, &cells, cells.distance};
    const Criteria criteria(named::edge_size = edges, named::facet_angle = 25, named::facet_size = facets,
                            named::facet_distance = distance, named::cell_radius_edge_ratio = 2.,
                            named::cell_size = inside);
    Complex        complex;
    CGAL::Mesh_3::internal::init_c3t3_with_features(complex, domain, criteria);
    domain.add_vertices_to_c3t3_on_patch_without_feature_edges(complex); // random rays would miss small pieces
    const double good_enough = 12;                                       // degree
    CGAL::refine_mesh_3(complex, domain, criteria, named::no_reset_c3t3(),
                        named::perturb(named::sliver_bound = good_enough),
                        named::exude(named::sliver_bound = good_enough));
    TaggedMesh mesh = mesh_of(complex, given);
    if (mesh.n_cells() == 0)
      throw MeshError("It made no cells.");
    return mesh;
  }

  double
  distance_between(const TaggedSurface &surface, const TaggedMesh &mesh)
  {
    Triangles given, made;
    for (std::size_t i = 0; i < surface.n_triangles(); ++i)
      if (separates(surface.sides[i]))
        given.add(triangle_of(surface.points, surface.triangles[i]), 0);
    for (std::size_t i = 0; i < mesh.n_faces(); ++i)
      made.add(triangle_of(mesh.points, mesh.face(i)), 0);
    given.build();
    made.build();
    double     largest = 0;
    const auto look    = [&](const std::vector<Point> &points, std::span<const Index> corners, const Triangles &other) {
      const auto triangle = triangle_of(points, corners);
      for (const auto &place : {triangle[0], triangle[1], triangle[2], CGAL::centroid(triangle)})
        largest = std::max(largest, other.nearest(place).second);
    };
    for (std::size_t i = 0; i < surface.n_triangles(); ++i)
      if (separates(surface.sides[i]))
        look(surface.points, surface.triangles[i], made);
    for (std::size_t i = 0; i < mesh.n_faces(); ++i)
      look(mesh.points, mesh.face(i), given);
    return millimetre * largest;
  }
} // namespace vht::meshing
