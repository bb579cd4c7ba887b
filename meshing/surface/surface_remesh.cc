#include "meshing/surface/surface_remesh.h"

#include "meshing/geometry.h"
#include "meshing/surface/cgal_mesh.h"
#include "meshing/surface/surface_geometry.h"
#include "physics/error.h"

#include <CGAL/boost/graph/Euler_operations.h>
#include <CGAL/Polygon_mesh_processing/compute_normal.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <queue>
#include <sstream>

namespace vht::meshing
{
  namespace
  {
    using namespace cgal;

    // Edges outside of these multiples of the wanted length are split and collapsed; the two do not undo each other.
    constexpr double too_long = 4. / 3, too_short = 4. / 5;

    constexpr double thin = 0.15; // height over longest side of a triangle that should not be

    /** The surface that points are put back onto, one tree for every patch so that rims of caps keep their angle. */
    class Original
    {
    public:
      Original(const Mesh &mesh, std::vector<double> sizes)
        : mesh_(mesh)
        , sizes_(std::move(sizes))
      {
        const auto                       patches = mesh.property_map<Face, Tag>("f:patch").first;
        std::map<Tag, std::vector<Face>> faces;
        for (const Face f : mesh.faces())
          faces[patches[f]].push_back(f);
        for (const auto &[patch, list] : faces)
          trees_.emplace(patch, std::make_unique<Tree>(list.begin(), list.end(), mesh));
      }

      struct Hit
      {
        Position place;
        double   size; ///< wanted there [m]
      };

      Hit
      nearest(const Position &p, Tag patch) const
      {
        const auto     found = trees_.at(patch)->closest_point_and_primitive(p);
        const Halfedge h     = mesh_.halfedge(found.second);
        double         sum = 0, weights = 0;
        for (const Vertex v : {mesh_.source(h), mesh_.target(h), mesh_.target(mesh_.next(h))})
          {
            const double weight = 1 / (1e-12 + std::sqrt(CGAL::squared_distance(found.first, mesh_.point(v))));
            sum += weight * sizes_[v];
            weights += weight;
          }
        return {found.first, sum / weights};
      }

    private:
      const Mesh                          &mesh_;
      std::vector<double>                  sizes_;
      std::map<Tag, std::unique_ptr<Tree>> trees_;
    };

    class Remesher
    {
    public:
      Remesher(const Mesh &original, const std::vector<double> &sizes, double sharp_angle)
        : original_(original, sizes)
        , mesh_(original)
        , patch_(patches_of(mesh_))
        , size_(mesh_.add_property_map<Vertex, double>("v:size", 0).first)
        , line_(mesh_.add_property_map<Edge, bool>("e:line", false).first)
      {
        for (const Vertex v : mesh_.vertices())
          size_[v] = sizes[v];
        find_lines(sharp_angle < 180 ? std::cos(sharp_angle * M_PI / 180) : -2);
      }

      Mesh
      run(unsigned iterations)
      {
        for (unsigned i = 0; i < iterations; ++i)
          {
            split();
            collapse();
            flip(&Remesher::improves_valence);
            relax();
          }
        for (unsigned i = 0; i < 2; ++i)
          {
            flip(&Remesher::improves_angle);
            collapse();
            relax();
          }
        flip(&Remesher::improves_angle);
        mesh_.collect_garbage();
        return mesh_;
      }

    private:
      const Position &
      at(Vertex v) const
      {
        return mesh_.point(v);
      }

      double
      length(Edge e) const
      {
        return std::sqrt(CGAL::squared_distance(at(mesh_.vertex(e, 0)), at(mesh_.vertex(e, 1))));
      }

      double
      wanted(Vertex a, Vertex b) const
      {
        return 0.5 * (size_[a] + size_[b]);
      }

      static Vector
      normal(const Position &a, const Position &b, const Position &c)
      {
        return CGAL::cross_product(b - a, c - a);
      }

      Vector
      normal(Face f) const
      {
        const Halfedge h = mesh_.halfedge(f);
        return normal(at(mesh_.source(h)), at(mesh_.target(h)), at(mesh_.target(mesh_.next(h))));
      }

      static double
      cosine(const Vector &a, const Vector &b)
      {
        const double lengths = std::sqrt(a.squared_length() * b.squared_length());
        return lengths > 0 ? a * b / lengths : 0;
      }

      void
      find_lines(double cosine_of_sharp)
      {
        for (const Edge e : mesh_.edges())
          {
            if (mesh_.is_border(e))
              {
                line_[e] = true;
                continue;
              }
            const Face a = mesh_.face(mesh_.halfedge(e, 0)), b = mesh_.face(mesh_.halfedge(e, 1));
            line_[e] = patch_[a] != patch_[b] || cosine(normal(a), normal(b)) < cosine_of_sharp;
          }
      }

      unsigned
      n_lines(Vertex v) const
      {
        unsigned n = 0;
        for (const Halfedge h : halfedges_around_target(v, mesh_))
          n += line_[mesh_.edge(h)];
        return n;
      }

      /** Where lines meet or bend sharply. */
      bool
      is_corner(Vertex v) const
      {
        std::vector<Vector> along;
        for (const Halfedge h : halfedges_around_target(v, mesh_))
          if (line_[mesh_.edge(h)])
            along.push_back(at(mesh_.source(h)) - at(v));
        return !along.empty() && (along.size() != 2 || cosine(along[0], along[1]) > -0.5);
      }

      void
      split()
      {
        using Item = std::pair<double, Edge>;
        std::priority_queue<Item> queue;
        const auto                push = [&](Edge e) {
          const double ratio = length(e) / wanted(mesh_.vertex(e, 0), mesh_.vertex(e, 1));
          if (ratio > too_long)
            queue.push({ratio, e});
        };
        for (const Edge e : mesh_.edges())
          push(e);
        while (!queue.empty())
          {
            const Edge e = queue.top().second;
            queue.pop();
            for (const Edge part : split(e))
              push(part);
          }
      }

      std::vector<Edge>
      split(Edge e)
      {
        const Halfedge h    = mesh_.halfedge(e);
        const bool     line = line_[e];
        const Vertex   a = mesh_.source(h), b = mesh_.target(h);
        const Halfedge first     = CGAL::Euler::split_edge(h, mesh_);
        const Vertex   v         = mesh_.target(first);
        mesh_.point(v)           = CGAL::midpoint(at(a), at(b));
        size_[v]                 = wanted(a, b);
        line_[mesh_.edge(first)] = line_[mesh_.edge(h)] = line;
        std::vector<Edge> made{mesh_.edge(first), mesh_.edge(h)};
        for (const Halfedge side : {first, mesh_.opposite(h)})
          {
            if (mesh_.is_border(side))
              continue;
            const Tag      patch    = patch_[mesh_.face(side)];
            const Halfedge cut      = CGAL::Euler::split_face(side, mesh_.next(mesh_.next(side)), mesh_);
            patch_[mesh_.face(cut)] = patch_[mesh_.face(mesh_.opposite(cut))] = patch;
            line_[mesh_.edge(cut)]                                            = false;
            made.push_back(mesh_.edge(cut));
          }
        return made;
      }

      void
      collapse()
      {
        const std::vector<Edge> all(mesh_.edges().begin(), mesh_.edges().end());
        for (const Edge e : all)
          {
            if (mesh_.is_removed(e))
              continue;
            if (length(e) >= too_short * wanted(mesh_.vertex(e, 0), mesh_.vertex(e, 1)))
              continue;
            const Halfedge h = mesh_.halfedge(e);
            if (!collapse(h))
              collapse(mesh_.opposite(h));
          }
      }

      /** The source of the halfedge goes to its target, if that does no harm. */
      bool
      collapse(Halfedge h)
      {
        const Edge     e    = mesh_.edge(h);
        const Vertex   gone = mesh_.source(h), kept = mesh_.target(h);
        const unsigned lines = n_lines(gone);
        // A corner within a fraction of the wanted length of another point is a slip of the knife, not a shape.
        const bool tiny = length(e) < 0.3 * wanted(gone, kept);
        if (line_[e] ? lines != 2 || (is_corner(gone) && !tiny) : lines > 0)
          return false;
        if (mesh_.is_border(e)) // openings are closed before; their borders stay as they are
          return false;
        for (const Halfedge around : halfedges_around_target(gone, mesh_))
          {
            const Vertex other = mesh_.source(around);
            const double after = std::sqrt(CGAL::squared_distance(at(other), at(kept)));
            if (other != kept && after > too_long * wanted(other, kept) && after > 1.05 * length(mesh_.edge(around)))
              return false;
          }
        for (const Halfedge side : {h, mesh_.opposite(h)}) // neither triangle that goes may join two lines
          if (line_[mesh_.edge(mesh_.next(side))] && line_[mesh_.edge(mesh_.prev(side))])
            return false;
        if (!stays_right_way_up(gone, at(kept), kept) || !CGAL::Euler::does_satisfy_link_condition(e, mesh_))
          return false;
        const Position place = at(kept);
        const double   size  = size_[kept];
        line_[e]             = false; // CGAL keeps the lines among the other edges of the two triangles
        const Vertex left    = CGAL::Euler::collapse_edge(e, mesh_, line_);
        mesh_.point(left)    = place;
        size_[left]          = size;
        return true;
      }

      /** 0.87 for equal sides, 0 for corners on a line. */
      static double
      fullness(const Position &a, const Position &b, const Position &c)
      {
        const double longest =
          std::max({CGAL::squared_distance(a, b), CGAL::squared_distance(b, c), CGAL::squared_distance(c, a)});
        return longest > 0 ? std::sqrt(normal(a, b, c).squared_length()) / longest : 0;
      }

      Vector
      normal_around(Vertex v) const
      {
        Vector sum(0, 0, 0);
        for (const Face f : faces_around_target(mesh_.halfedge(v), mesh_))
          if (f != Mesh::null_face())
            sum = sum + normal(f);
        return sum;
      }

      /** Do the triangles around a point keep their direction when it moves? Those with `except` vanish. */
      bool
      stays_right_way_up(Vertex v, const Position &to, Vertex except = Mesh::null_vertex()) const
      {
        const Vector up = normal_around(v);
        for (const Halfedge h : halfedges_around_target(v, mesh_))
          {
            if (mesh_.is_border(h))
              continue;
            const Vertex a = mesh_.source(h), b = mesh_.target(mesh_.next(h));
            if (a == except || b == except)
              continue;
            const double full_before = fullness(at(a), at(v), at(b)), full_after = fullness(at(a), to, at(b));
            // What is thin already takes no harm from a small step, and its direction means nothing.
            if (full_before < thin && CGAL::squared_distance(at(v), to) < CGAL::square(0.1 * size_[v]))
              continue;
            if (full_after < thin && full_after < full_before)
              return false;
            const Vector after = normal(at(a), to, at(b));
            if (full_before < thin ? after * up <= 0 : cosine(normal(at(a), at(v), at(b)), after) < 0.5)
              return false;
          }
        return true;
      }

      struct Diamond
      {
        Vertex a, b; ///< ends of the edge
        Vertex c, d; ///< opposite of it
      };

      Diamond
      diamond(Edge e) const
      {
        const Halfedge h = mesh_.halfedge(e), o = mesh_.opposite(h);
        return {mesh_.source(h), mesh_.target(h), mesh_.target(mesh_.next(h)), mesh_.target(mesh_.next(o))};
      }

      bool
      improves_valence(const Diamond &q) const
      {
        const auto deviation = [&](int change_ab, int change_cd) {
          int sum = 0;
          for (const Vertex v : {q.a, q.b})
            sum += std::abs(static_cast<int>(mesh_.degree(v)) + change_ab - 6);
          for (const Vertex v : {q.c, q.d})
            sum += std::abs(static_cast<int>(mesh_.degree(v)) + change_cd - 6);
          return sum;
        };
        return deviation(-1, 1) < deviation(0, 0);
      }

      bool
      improves_angle(const Diamond &q) const
      {
        const double at_c = std::acos(std::clamp(cosine(at(q.a) - at(q.c), at(q.b) - at(q.c)), -1., 1.));
        const double at_d = std::acos(std::clamp(cosine(at(q.a) - at(q.d), at(q.b) - at(q.d)), -1., 1.));
        return at_c + at_d > M_PI * (1 + 1e-6);
      }

      void
      flip(bool (Remesher::*improves)(const Diamond &) const)
      {
        for (const Edge e : mesh_.edges())
          {
            if (line_[e] || mesh_.is_border(e))
              continue;
            const Diamond q = diamond(e);
            if (!(this->*improves)(q) || mesh_.halfedge(q.c, q.d) != Mesh::null_halfedge())
              continue;
            const Vector old_1 = normal(at(q.a), at(q.b), at(q.c)), old_2 = normal(at(q.b), at(q.a), at(q.d));
            const Vector new_1 = normal(at(q.a), at(q.d), at(q.c)), new_2 = normal(at(q.d), at(q.b), at(q.c));
            const double full_before =
              std::min(fullness(at(q.a), at(q.b), at(q.c)), fullness(at(q.b), at(q.a), at(q.d)));
            const double full_after =
              std::min(fullness(at(q.a), at(q.d), at(q.c)), fullness(at(q.d), at(q.b), at(q.c)));
            const bool flat = (full_before < thin || cosine(old_1, old_2) > 0.7) && cosine(new_1, new_2) > 0.7 &&
                              cosine(old_1 + old_2, new_1) > 0.7 && cosine(old_1 + old_2, new_2) > 0.7;
            if (flat && full_after > std::min(thin, full_before))
              CGAL::Euler::flip_edge(mesh_.halfedge(e), mesh_);
          }
      }

      /** Points go to the middle of their neighbours along the surface; a neighbourhood of large triangles pulls more.
       */
      void
      relax()
      {
        const std::vector<Vertex> all(mesh_.vertices().begin(), mesh_.vertices().end());
        for (const Vertex v : all)
          {
            if (mesh_.is_border(v) || n_lines(v) > 0)
              continue;
            Vector pull(0, 0, 0), up(0, 0, 0);
            double weights = 0;
            for (const Halfedge h : halfedges_around_target(v, mesh_))
              {
                const Vertex   a = mesh_.source(h), b = mesh_.target(mesh_.next(h));
                const Vector   n       = normal(at(a), at(v), at(b));
                const double   density = 3 / (size_[v] + size_[a] + size_[b]);
                const double   weight  = std::sqrt(n.squared_length()) * density * density;
                const Position middle  = CGAL::centroid(at(a), at(v), at(b));
                pull                   = pull + weight * (middle - at(v));
                up                     = up + n;
                weights += weight;
              }
            if (weights <= 0 || up.squared_length() <= 0)
              continue;
            pull           = pull / weights;
            pull           = pull - (pull * up) / up.squared_length() * up;
            const auto hit = original_.nearest(at(v) + pull, patch_[mesh_.face(mesh_.halfedge(v))]);
            if (stays_right_way_up(v, hit.place))
              {
                mesh_.point(v) = hit.place;
                size_[v]       = hit.size;
              }
          }
      }

      Original                           original_;
      Mesh                               mesh_;
      Patches                            patch_;
      Mesh::Property_map<Vertex, double> size_;
      Mesh::Property_map<Edge, bool>     line_;
    };
  } // namespace


  Remeshed
  remesh(const TaggedSurface &surface, const Remeshing &remeshing)
  {
    if (surface.region_names.size() > 1)
      throw MeshError("Only a surface of a single region can be remeshed, found " +
                      std::to_string(surface.region_names.size()) + ".");
    std::vector<double> sizes = remeshing.size_at_points;
    if (sizes.empty())
      sizes.assign(surface.points.size(), remeshing.size);
    const Mesh original = from_surface(surface);
    const Mesh result   = Remesher(original, sizes, remeshing.sharp_angle).run(remeshing.iterations);
    const Tree there(faces(original).first, faces(original).second, original);
    const Tree back(faces(result).first, faces(result).second, result);
    Remeshed   remeshed{to_surface(result, surface), std::max(distance_to(result, there), distance_to(original, back))};
    if (remeshed.displacement > remeshing.displacement)
      {
        std::ostringstream text;
        text << "Remeshing would move the surface by " << 1e3 * remeshed.displacement << " mm, more than the limit of "
             << 1e3 * remeshing.displacement << " mm. Use smaller edges or allow more.";
        throw MeshError(text.str());
      }
    return remeshed;
  }

  void
  limit_gradient(const TaggedSurface &surface, std::vector<double> &size, double gradient)
  {
    std::vector<std::vector<Index>> neighbours(surface.points.size());
    for (const auto &corners : surface.triangles)
      for (unsigned k = 0; k < 3; ++k)
        {
          neighbours[corners[k]].push_back(corners[(k + 1) % 3]);
          neighbours[corners[(k + 1) % 3]].push_back(corners[k]);
        }
    using Item = std::pair<double, Index>;
    std::priority_queue<Item, std::vector<Item>, std::greater<>> queue;
    for (Index i = 0; i < size.size(); ++i)
      queue.push({size[i], i});
    while (!queue.empty())
      {
        const auto [value, i] = queue.top();
        queue.pop();
        if (value > size[i])
          continue;
        for (const Index j : neighbours[i])
          if (const double most = size[i] + gradient * norm(surface.points[i] - surface.points[j]); most < size[j])
            queue.push({size[j] = most, j});
      }
  }
} // namespace vht::meshing
