#include "meshing/surface/boundary_layer.h"

#include "meshing/check.h"
#include "meshing/geometry.h"
#include "meshing/quality.h"
#include "meshing/surface/centreline.h"
#include "meshing/surface/surface_check.h"
#include "meshing/surface/surface_geometry.h"
#include "meshing/surface/surface_remesh.h"
#include "physics/error.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace vht::meshing
{
  namespace
  {
    constexpr double smallest_scale = 0.01;

    Point
    unit_or_zero(const Point &vector)
    {
      const double length = norm(vector);
      return length > 0 ? 1 / length * vector : Point{};
    }

    /** Columns at the points of the walls: where they go, and how high they are. */
    class Columns
    {
    public:
      Columns(const TaggedSurface &surface, const Layering &layering)
        : surface_(surface)
        , layering_(layering)
        , neighbours_(surface.points.size())
        , on_wall_(surface.points.size(), false)
        , on_rim_(surface.points.size(), false)
        , scale_(surface.points.size(), 1)
      {
        for (std::size_t t = 0; t < surface.n_triangles(); ++t)
          for (const Index i : surface.triangles[t])
            {
              if (is_wall(t))
                on_wall_[i] = true;
              for (const Index j : surface.triangles[t])
                if (i != j)
                  neighbours_[i].push_back(j);
            }
        for (auto &list : neighbours_)
          {
            std::sort(list.begin(), list.end());
            list.erase(std::unique(list.begin(), list.end()), list.end());
          }
        find_directions();
        limit_by_radius();
      }

      bool
      is_wall(std::size_t triangle) const
      {
        return std::find(layering_.walls.begin(), layering_.walls.end(), surface_.patches[triangle]) !=
               layering_.walls.end();
      }

      bool
      on_wall(Index i) const
      {
        return on_wall_[i];
      }

      const std::vector<double> &
      scale() const
      {
        return scale_;
      }

      /** Where layer k begins, counted from the wall; k = layers: the inner surface. */
      Point
      at(Index i, unsigned k) const
      {
        const double g    = layering_.growth;
        const double part = std::abs(g - 1) < 1e-9 ? k : (std::pow(g, k) - 1) / (g - 1);
        return surface_.points[i] + scale_[i] * layering_.first_height * part * direction_[i];
      }

      /** Make the columns at these points and, less, those around them shorter. */
      void
      shorten(const std::set<Index> &points)
      {
        for (const Index i : points)
          scale_[i] *= 0.7;
        even_out();
        for (const Index i : points)
          if (scale_[i] < smallest_scale)
            throw MeshError("Boundary layers do not fit around " + in_millimetres(surface_.points[i]) +
                            ": not even at a hundredth of the height asked for. The wall is too rough or folded there; "
                            "use smaller edges or fewer layers.");
      }

    private:
      /** Against the normals of the walls around, within the other patch at its border; then evened out. */
      void
      find_directions()
      {
        std::vector<Point> other(surface_.points.size());
        direction_.assign(surface_.points.size(), {});
        for (std::size_t t = 0; t < surface_.n_triangles(); ++t)
          for (unsigned k = 0; k < 3; ++k)
            {
              // Weighted by the angle, so that it does not matter how a side is split.
              const auto  &c   = surface_.triangles[t];
              const Point  a   = unit_or_zero(surface_.points[c[(k + 1) % 3]] - surface_.points[c[k]]);
              const Point  b   = unit_or_zero(surface_.points[c[(k + 2) % 3]] - surface_.points[c[k]]);
              const double w   = std::acos(std::clamp(dot(a, b), -1., 1.));
              Point       &sum = is_wall(t) ? direction_[c[k]] : other[c[k]];
              sum              = sum - w * unit_or_zero(area_vector(surface_, t));
            }
        for (Index i = 0; i < direction_.size(); ++i)
          {
            on_rim_[i] = on_wall_[i] && norm(other[i]) > 0;
            other[i]   = unit_or_zero(other[i]);
          }
        const auto settle = [&](Index i) {
          direction_[i] = unit_or_zero(direction_[i] - dot(direction_[i], other[i]) * other[i]);
        };
        for (Index i = 0; i < direction_.size(); ++i)
          settle(i);
        for (unsigned round = 0; round < 3; ++round)
          {
            const std::vector<Point> before = direction_;
            for (Index i = 0; i < direction_.size(); ++i)
              {
                if (!on_wall_[i])
                  continue;
                Point sum{};
                for (const Index j : neighbours_[i])
                  if (on_wall_[j])
                    sum = sum + before[j];
                direction_[i] = before[i] + unit_or_zero(sum);
                settle(i);
              }
          }
      }

      void
      limit_by_radius()
      {
        std::vector<Tag> others;
        for (std::size_t t = 0; t < surface_.n_triangles(); ++t)
          if (!is_wall(t))
            others.push_back(surface_.patches[t]);
        std::sort(others.begin(), others.end());
        others.erase(std::unique(others.begin(), others.end()), others.end());
        const std::vector<double> radius = inscribed_radius(surface_, others);
        for (Index i = 0; i < scale_.size(); ++i)
          if (on_wall_[i])
            scale_[i] = std::clamp(layering_.fraction * radius[i] / layering_.height(), smallest_scale, 1.);
        even_out();
      }

      /** Heights change by less than a third of the length along the wall. */
      void
      even_out()
      {
        std::vector<double> height;
        for (Index i = 0; i < scale_.size(); ++i)
          height.push_back(on_wall_[i] ? scale_[i] * layering_.height() : layering_.height());
        limit_gradient(surface_, height, 1. / 3);
        for (Index i = 0; i < scale_.size(); ++i)
          if (on_wall_[i])
            scale_[i] = std::min(1., height[i] / layering_.height());
      }

      const TaggedSurface            &surface_;
      const Layering                 &layering_;
      std::vector<std::vector<Index>> neighbours_;
      std::vector<bool>               on_wall_, on_rim_;
      std::vector<Point>              direction_;
      std::vector<double>             scale_;
    };

    /** The inner ends of the columns; points of other patches follow their border, as a membrane would. */
    TaggedSurface
    inner_surface(const TaggedSurface &surface, const Columns &columns, unsigned layers)
    {
      TaggedSurface                   inner = surface;
      std::vector<Point>              move(surface.points.size());
      std::vector<std::vector<Index>> neighbours(surface.points.size());
      for (std::size_t t = 0; t < surface.n_triangles(); ++t)
        if (!columns.is_wall(t))
          for (const Index i : surface.triangles[t])
            for (const Index j : surface.triangles[t])
              if (i != j && !columns.on_wall(i))
                neighbours[i].push_back(j);
      for (Index i = 0; i < move.size(); ++i)
        if (columns.on_wall(i))
          move[i] = columns.at(i, layers) - surface.points[i];
      std::vector<Index> others;
      for (Index i = 0; i < move.size(); ++i)
        if (!neighbours[i].empty())
          others.push_back(i);
      for (unsigned round = 0; round < 500; ++round)
        for (const Index i : others)
          {
            Point sum{};
            for (const Index j : neighbours[i])
              sum = sum + move[j];
            move[i] = 1. / static_cast<double>(neighbours[i].size()) * sum;
          }
      for (Index i = 0; i < move.size(); ++i)
        inner.points[i] = inner.points[i] + move[i];
      return inner;
    }

    /** Tetrahedra between the columns, their faces on walls and on other patches. */
    class Prisms
    {
    public:
      Prisms(const TaggedSurface &surface, const Columns &columns, const TaggedSurface &inner, unsigned layers)
        : columns_(columns)
        , layers_(layers)
        , first_(surface.points.size(), 0)
      {
        mesh.points        = inner.points;
        mesh.region_names  = surface.region_names;
        mesh.surface_names = surface.patch_names;
        for (Index i = 0; i < surface.points.size(); ++i)
          if (columns.on_wall(i))
            {
              first_[i] = static_cast<Index>(mesh.points.size());
              for (unsigned k = 0; k < layers; ++k)
                mesh.points.push_back(columns.at(i, k));
            }
        mesh.cell_data.push_back({layer_field, 1, {}});
        for (std::size_t t = 0; t < surface.n_triangles(); ++t)
          if (columns.is_wall(t))
            add_prisms(surface, t);
        add_sides(surface);
      }

      TaggedMesh         mesh;
      std::vector<Index> wall_triangle; ///< of each cell

    private:
      Index
      point(Index i, unsigned k) const
      {
        return k == layers_ ? i : first_[i] + k;
      }

      void
      add_prisms(const TaggedSurface &surface, std::size_t t)
      {
        const auto &c = surface.triangles[t];
        mesh.add_face(std::array{point(c[0], 0), point(c[1], 0), point(c[2], 0)}, surface.patches[t]);
        auto sorted = c;
        std::sort(sorted.begin(), sorted.end());
        const auto &[x, y, z] = sorted;
        const auto start      = std::find(c.begin(), c.end(), x) - c.begin();
        const bool outward    = c[static_cast<std::size_t>(start + 1) % 3] == y;
        for (unsigned k = 0; k < layers_; ++k)
          for (std::array<Index, 4> cell : {std::array{point(x, k), point(x, k + 1), point(y, k + 1), point(z, k + 1)},
                                            std::array{point(x, k), point(y, k + 1), point(y, k), point(z, k + 1)},
                                            std::array{point(x, k), point(y, k), point(z, k), point(z, k + 1)}})
            {
              if (outward) // the columns go to the other side
                std::swap(cell[2], cell[3]);
              mesh.cells.insert(mesh.cells.end(), cell.begin(), cell.end());
              mesh.regions.push_back(surface.sides[t].behind);
              mesh.cell_data[0].values.push_back(k + 1);
              wall_triangle.push_back(static_cast<Index>(t));
            }
      }

      /** Where a wall ends at another patch, the sides of the prisms belong to that patch. */
      void
      add_sides(const TaggedSurface &surface)
      {
        EdgeTriangles(surface).for_each_edge([&](const auto &around) {
          if (around.size() != 2 || columns_.is_wall(around[0].triangle) == columns_.is_wall(around[1].triangle))
            return;
          const Tag   patch = surface.patches[around[columns_.is_wall(around[0].triangle) ? 1 : 0].triangle];
          const Index a = around[0].a, b = around[0].b; // a < b
          for (unsigned k = 0; k < layers_; ++k)
            {
              mesh.add_face(std::array{point(a, k), point(b, k), point(b, k + 1)}, patch);
              mesh.add_face(std::array{point(a, k), point(b, k + 1), point(a, k + 1)}, patch);
            }
        });
      }

      const Columns     &columns_;
      unsigned           layers_;
      std::vector<Index> first_;
    };

    /** Points of walls near a triangle: its own, or those of triangles around it. */
    void
    add_wall_points(const TaggedSurface &surface, const Columns &columns, Index triangle, std::set<Index> &points)
    {
      std::set<Index> near(surface.triangles[triangle].begin(), surface.triangles[triangle].end());
      for (unsigned ring = 0; ring < 10; ++ring)
        {
          const std::size_t before = points.size();
          for (const Index i : near)
            if (columns.on_wall(i))
              points.insert(i);
          if (points.size() > before)
            return;
          std::set<Index> farther = near;
          for (const auto &corners : surface.triangles)
            if (std::any_of(corners.begin(), corners.end(), [&](Index i) { return near.contains(i); }))
              farther.insert(corners.begin(), corners.end());
          near = farther;
        }
    }

    /** Area over the sum of the squared sides, 1 for equal ones. */
    double
    evenness(const TaggedSurface &surface, std::size_t triangle)
    {
      double sum = 0;
      for (unsigned k = 0; k < 3; ++k)
        {
          const Point side =
            surface.points[surface.triangles[triangle][(k + 1) % 3]] - surface.points[surface.triangles[triangle][k]];
          sum += dot(side, side);
        }
      return 4 * std::sqrt(3.) * norm(area_vector(surface, triangle)) / sum;
    }

    /** Points of walls whose columns are too high: cells are folded, or triangles of the inner surface are. */
    std::set<Index>
    folded_points(const TaggedSurface &surface,
                  const Columns       &columns,
                  const Layering      &layering,
                  const TaggedSurface &inner,
                  const Prisms        &prisms)
    {
      constexpr double least = 0.1;  // of the volume of a prism with upright columns, of the area of a triangle
      constexpr double even  = 0.35; // shape of a triangle that needs no comparison with what it was
      std::set<Index>  points;
      for (std::size_t cell = 0; cell < prisms.mesh.n_cells(); ++cell)
        {
          const auto  &corners = surface.triangles[prisms.wall_triangle[cell]];
          const double k       = prisms.mesh.cell_data[0].values[cell] - 1;
          double       scale   = 0;
          for (const Index i : corners)
            scale += columns.scale()[i] / 3;
          const double upright = norm(area_vector(surface, prisms.wall_triangle[cell])) * scale *
                                 layering.first_height * std::pow(layering.growth, k) / 3;
          if (cell_volume(prisms.mesh, cell) < least * upright)
            points.insert(corners.begin(), corners.end());
        }
      for (Index t = 0; t < surface.n_triangles(); ++t)
        {
          const Point  before = area_vector(surface, t);
          const double shape  = evenness(inner, t);
          if (dot(area_vector(inner, t), before) < least * dot(before, before) ||
              (shape < even && shape < 0.7 * evenness(surface, t)))
            add_wall_points(surface, columns, t, points);
        }
      if (points.empty())
        for (const auto &pair : self_intersections(inner))
          for (const Index t : pair)
            add_wall_points(surface, columns, t, points);
      return points;
    }

    void
    refuse(const TaggedSurface &surface, const Layering &layering)
    {
      if (layering.layers == 0 || !(layering.first_height > 0) || !(layering.growth > 0))
        throw MeshError("Boundary layers need a number, a first height and a growth that are positive.");
      if (surface.region_names.size() > 1)
        throw MeshError("Boundary layers are grown on a surface of a single region, found " +
                        std::to_string(surface.region_names.size()) + ".");
      for (const Tag wall : layering.walls)
        if (std::find(surface.patches.begin(), surface.patches.end(), wall) == surface.patches.end())
          throw MeshError("No triangle has the patch " + std::to_string(wall) + " that is to get layers.");
    }
  } // namespace


  double
  Layering::height() const
  {
    double sum = 0, next = first_height;
    for (unsigned k = 0; k < layers; ++k, next *= growth)
      sum += next;
    return sum;
  }

  Layered
  grow_layers(const TaggedSurface &input, const Layering &layering)
  {
    TaggedSurface surface = input;
    drop_unused_points(surface);
    refuse(surface, layering);
    Columns columns(surface, layering);
    for (unsigned round = 0; round < 60; ++round)
      {
        const TaggedSurface   inner = inner_surface(surface, columns, layering.layers);
        Prisms                prisms(surface, columns, inner, layering.layers);
        const std::set<Index> folded = folded_points(surface, columns, layering, inner, prisms);
        if (folded.empty())
          return {inner, std::move(prisms.mesh), layering.walls, columns.scale()};
        columns.shorten(folded);
      }
    throw MeshError(
      "Boundary layers fold again and again, however thin they become. Use fewer layers or smaller edges.");
  }

  TaggedMesh
  with_layers(const Layered &layered, const TaggedMesh &core)
  {
    const auto n_inner = static_cast<Index>(layered.inner.points.size());
    const auto n_core  = static_cast<Index>(core.points.size());
    if (n_core < n_inner || !std::equal(layered.inner.points.begin(), layered.inner.points.end(), core.points.begin()))
      throw MeshError("The core does not begin with the points of the layers' inner surface.");
    const auto is_wall = [&](Tag patch) {
      return std::find(layered.walls.begin(), layered.walls.end(), patch) != layered.walls.end();
    };
    const auto number = [&](Index i) { return i < n_inner ? i : i - n_inner + n_core; };

    TaggedMesh mesh = core;
    mesh.faces.clear();
    mesh.surfaces.clear();
    for (std::size_t f = 0; f < core.n_faces(); ++f)
      if (!is_wall(core.surfaces[f])) // they are inside now
        mesh.add_face(core.face(f), core.surfaces[f]);
    const TaggedMesh &layers = layered.cells;
    mesh.points.insert(mesh.points.end(), layers.points.begin() + n_inner, layers.points.end());
    for (const Index i : layers.cells)
      mesh.cells.push_back(number(i));
    mesh.regions.insert(mesh.regions.end(), layers.regions.begin(), layers.regions.end());
    for (std::size_t f = 0; f < layers.n_faces(); ++f)
      {
        const auto corners = layers.face(f);
        mesh.add_face(std::array{number(corners[0]), number(corners[1]), number(corners[2])}, layers.surfaces[f]);
      }
    mesh.cell_data.clear();
    Field layer{layer_field, 1, std::vector<double>(core.n_cells(), 0)};
    layer.values.insert(layer.values.end(), layers.cell_data[0].values.begin(), layers.cell_data[0].values.end());
    mesh.cell_data.push_back(layer);
    return mesh;
  }
} // namespace vht::meshing
