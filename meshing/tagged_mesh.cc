#include "meshing/tagged_mesh.h"

#include "meshing/geometry.h"
#include "physics/error.h"
#include "physics/suggestion.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <limits>
#include <set>

namespace vht::meshing
{
  namespace
  {
    /** Corners of the unit cube in Gmsh's order. */
    constexpr std::array<std::array<double, 3>, 8> cube_corners = {
      {{{0, 0, 0}}, {{1, 0, 0}}, {{1, 1, 0}}, {{0, 1, 0}}, {{0, 0, 1}}, {{1, 0, 1}}, {{1, 1, 1}}, {{0, 1, 1}}}};

    /** det of the trilinear map's gradient at a point of the unit cube. */
    double
    jacobian(const TaggedMesh &mesh, std::span<const Index> corners, const Point &at)
    {
      std::array<Point, 3> gradient{};
      for (unsigned i = 0; i < 8; ++i)
        {
          Point shape, slope;
          for (unsigned d = 0; d < 3; ++d)
            {
              shape[d] = cube_corners[i][d] > 0 ? at[d] : 1 - at[d];
              slope[d] = cube_corners[i][d] > 0 ? 1 : -1;
            }
          const Point &x = mesh.points[corners[i]];
          gradient[0]    = gradient[0] + slope[0] * shape[1] * shape[2] * x;
          gradient[1]    = gradient[1] + shape[0] * slope[1] * shape[2] * x;
          gradient[2]    = gradient[2] + shape[0] * shape[1] * slope[2] * x;
        }
      return determinant(gradient[0], gradient[1], gradient[2]);
    }

    void
    name_unnamed(NameTable &names, const std::vector<Tag> &tags, const std::string &kind)
    {
      for (const Tag tag : std::set<Tag>(tags.begin(), tags.end()))
        names.try_emplace(tag, kind + "_" + std::to_string(tag));
    }
  } // namespace


  Tag
  tag_of(NameTable &table, const std::string &name)
  {
    for (const auto &[tag, known] : table)
      if (known == name)
        return tag;
    const Tag tag = table.empty() ? 1 : table.rbegin()->first + 1;
    table[tag]    = name;
    return tag;
  }

  Tag
  find_tag(const NameTable &table, const std::string &name, const std::string &kind)
  {
    std::vector<std::string> names;
    for (const auto &[tag, known] : table)
      {
        if (known == name)
          return tag;
        names.push_back(known);
      }
    std::string all;
    for (const std::string &known : names)
      all += (all.empty() ? "" : ", ") + known;
    throw MeshError("The mesh has no " + kind + " \"" + name + "\"." + did_you_mean(name, names) +
                    " It has: " + (all.empty() ? "none" : all) + ".");
  }

  Tag
  find_tag_or_number(const NameTable &table, const std::string &text, const std::string &kind)
  {
    int number               = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || stop != text.data() + text.size())
      return find_tag(table, text, kind);
    if (table.contains(number))
      return number;
    return find_tag(table, kind + "_" + text, kind);
  }

  void
  name_unnamed_tags(TaggedMesh &mesh)
  {
    name_unnamed(mesh.region_names, mesh.regions, "region");
    name_unnamed(mesh.surface_names, mesh.surfaces, "surface");
  }

  void
  scale(TaggedMesh &mesh, double factor)
  {
    for (std::vector<Point> *points : {&mesh.points, &mesh.middles})
      for (Point &point : *points)
        point = factor * point;
  }

  namespace
  {
    void
    turn_cell(TaggedMesh &mesh, std::size_t cell)
    {
      Index *c = mesh.cells.data() + cell * n_corners(mesh.shape);
      if (mesh.shape == CellShape::tetrahedron)
        std::swap(c[2], c[3]);
      else
        std::swap_ranges(c, c + 4, c + 4);
    }
  } // namespace

  std::size_t
  orient_cells(TaggedMesh &mesh)
  {
    std::size_t turned = 0;
    for (std::size_t i = 0; i < mesh.n_cells(); ++i)
      if (cell_volume(mesh, i) < 0)
        {
          turn_cell(mesh, i);
          ++turned;
        }
    return turned;
  }

  void
  orient_like_most(TaggedMesh &mesh)
  {
    std::size_t n_negative = 0;
    for (std::size_t i = 0; i < mesh.n_cells(); ++i)
      n_negative += cell_volume(mesh, i) < 0;
    if (2 * n_negative > mesh.n_cells())
      turn_all_cells(mesh);
  }

  void
  turn_all_cells(TaggedMesh &mesh)
  {
    for (std::size_t i = 0; i < mesh.n_cells(); ++i)
      turn_cell(mesh, i);
  }

  std::size_t
  drop_unused_points(TaggedMesh &mesh)
  {
    constexpr Index    unused = std::numeric_limits<Index>::max();
    std::vector<Index> renumbered(mesh.points.size(), unused);
    for (const Index i : mesh.cells)
      renumbered[i] = 0;

    Index n_used = 0;
    for (std::size_t i = 0; i < renumbered.size(); ++i)
      if (renumbered[i] != unused)
        {
          mesh.points[n_used] = mesh.points[i];
          for (Field &field : mesh.point_data)
            std::copy_n(field.values.begin() + i * field.components, field.components,
                        field.values.begin() + n_used * field.components);
          renumbered[i] = n_used++;
        }

    // A tagged face without a cell loses its points and has to go with them.
    const std::size_t  corners = n_face_corners(mesh.shape);
    std::vector<Index> faces;
    std::vector<Tag>   surfaces;
    faces.swap(mesh.faces);
    surfaces.swap(mesh.surfaces);
    for (std::size_t i = 0; i < surfaces.size(); ++i)
      {
        std::array<Index, 4> face{};
        bool                 kept = true;
        for (std::size_t k = 0; k < corners; ++k)
          {
            face[k] = renumbered[faces[i * corners + k]];
            kept &= face[k] != unused;
          }
        if (kept)
          mesh.add_face(std::span(face).first(corners), surfaces[i]);
      }

    const std::size_t dropped = mesh.points.size() - n_used;
    mesh.points.resize(n_used);
    for (Field &field : mesh.point_data)
      field.values.resize(n_used * field.components);
    for (Index &i : mesh.cells)
      i = renumbered[i];
    return dropped;
  }

  double
  cell_volume(const TaggedMesh &mesh, std::size_t cell)
  {
    const auto c = mesh.cell(cell);
    if (mesh.shape == CellShape::tetrahedron)
      {
        const Point &origin = mesh.points[c[0]];
        return determinant(mesh.points[c[1]] - origin, mesh.points[c[2]] - origin, mesh.points[c[3]] - origin) / 6;
      }
    // The determinant is quadratic in each coordinate, so two Gauss points per direction are exact.
    static const double near = 0.5 - std::sqrt(3.) / 6, far = 0.5 + std::sqrt(3.) / 6;
    double              volume = 0;
    for (const double x : {near, far})
      for (const double y : {near, far})
        for (const double z : {near, far})
          volume += jacobian(mesh, c, {x, y, z}) / 8;
    return volume;
  }

  double
  face_area(const TaggedMesh &mesh, std::span<const Index> corners)
  {
    if (corners.size() == 3)
      {
        const Point &origin = mesh.points[corners[0]];
        return norm(cross(mesh.points[corners[1]] - origin, mesh.points[corners[2]] - origin)) / 2;
      }
    const Point middle = centre(mesh, corners);
    double      area   = 0;
    for (std::size_t k = 0; k < 4; ++k)
      area += norm(cross(mesh.points[corners[k]] - middle, mesh.points[corners[(k + 1) % 4]] - middle)) / 2;
    return area;
  }

  Point
  centre(const TaggedMesh &mesh, std::span<const Index> corners)
  {
    Point sum{};
    for (const Index i : corners)
      sum = sum + mesh.points[i];
    return 1. / static_cast<double>(corners.size()) * sum;
  }

  BoundingBox
  bounding_box(const TaggedMesh &mesh)
  {
    if (mesh.points.empty())
      return {};
    BoundingBox box{mesh.points[0], mesh.points[0]};
    for (const std::vector<Point> *points : {&mesh.points, &mesh.middles})
      for (const Point &x : *points)
        for (unsigned d = 0; d < 3; ++d)
          {
            box.low[d]  = std::min(box.low[d], x[d]);
            box.high[d] = std::max(box.high[d], x[d]);
          }
    return box;
  }

  std::string
  in_millimetres(const Point &point)
  {
    std::array<char, 96> text;
    std::snprintf(text.data(), text.size(), "(%.3f, %.3f, %.3f) mm", 1e3 * point[0], 1e3 * point[1], 1e3 * point[2]);
    return text.data();
  }
} // namespace vht::meshing
