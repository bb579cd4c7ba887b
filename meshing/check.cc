#include "meshing/check.h"

#include "meshing/geometry.h"
#include "meshing/quality.h"
#include "meshing/topology.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>
#include <sstream>

namespace vht::meshing
{
  namespace
  {
    using Weight = Finding::Weight;

    std::string
    face_place(const TaggedMesh &mesh, std::span<const Index> corners)
    {
      return "around " + in_millimetres(centre(mesh, corners));
    }

    /** Nothing else can be looked at before this holds. */
    bool
    indices_are_valid(const TaggedMesh &mesh, Report &report)
    {
      FindingCount missing(report, Weight::error, "corners that refer to points that do not exist");
      FindingCount empty(report, Weight::error, "meshes without cells or points");
      const Index  n     = static_cast<Index>(mesh.points.size());
      bool         valid = true;
      for (const auto *corners : {&mesh.cells, &mesh.faces})
        for (const Index i : *corners)
          if (i >= n)
            {
              valid = false;
              missing.add([&] { return "point " + std::to_string(i) + " of " + std::to_string(n); });
            }
      if (mesh.n_cells() == 0 || n == 0)
        {
          valid = false;
          empty.add([] { return std::string("nothing to compute on"); });
        }
      return valid;
    }

    void
    check_cells(const TaggedMesh &mesh, Report &report)
    {
      // Round-off of a determinant: a cell is flat when its volume is lost against the cube of its edges.
      constexpr double flat_below = 1e-12;
      FindingCount     inverted(report, Weight::error, "inverted cells (negative volume)");
      FindingCount     flat(report, Weight::error, "cells without volume");
      FindingCount     folded(report, Weight::error, "folded hexahedra (a corner's Jacobian is not positive)");
      for (std::size_t i = 0; i < mesh.n_cells(); ++i)
        {
          const auto   corners = mesh.cell(i);
          const double volume  = cell_volume(mesh, i);
          double       edge    = 0;
          for (const auto &[a, b] : cell_edges(mesh.shape))
            edge = std::max(edge, norm(mesh.points[corners[a]] - mesh.points[corners[b]]));
          const auto place = [&] { return cell_place(mesh, i); };
          if (!(std::abs(volume) > flat_below * edge * edge * edge))
            flat.add(place);
          else if (volume < 0)
            inverted.add(place);
          else if (mesh.shape == CellShape::hexahedron && shape_quality(mesh, i) <= 0)
            folded.add(place);
        }
    }

    void
    check_points(const TaggedMesh &mesh, Report &report)
    {
      FindingCount      duplicate(report, Weight::error, "points that lie on another point");
      FindingCount      unused(report, Weight::warning, "points that no cell uses");
      std::vector<char> used(mesh.points.size(), 0);
      for (const Index i : mesh.cells)
        used[i] = 1;
      for (std::size_t i = 0; i < mesh.points.size(); ++i)
        if (!used[i])
          unused.add([&] { return "point " + std::to_string(i) + " at " + in_millimetres(mesh.points[i]); });

      const BoundingBox box       = bounding_box(mesh);
      const double      tolerance = 1e-9 * norm(box.high - box.low);
      // Sweep along a direction in which the points of regular grids do not line up.
      const Point         direction = {{1, 0.7320508, 0.4142136}};
      std::vector<double> place(mesh.points.size());
      std::vector<Index>  order(mesh.points.size());
      for (std::size_t i = 0; i < place.size(); ++i)
        place[i] = dot(direction, mesh.points[i]);
      std::iota(order.begin(), order.end(), 0);
      std::sort(order.begin(), order.end(),
                [&](Index a, Index b) { return std::pair(place[a], a) < std::pair(place[b], b); });
      for (std::size_t i = 0; i < order.size(); ++i)
        for (std::size_t j = i + 1; j < order.size(); ++j)
          {
            const Index a = order[i], b = order[j];
            if (place[b] - place[a] > tolerance * norm(direction))
              break;
            if (used[a] && used[b] && norm(mesh.points[b] - mesh.points[a]) <= tolerance)
              duplicate.add([&] {
                return "points " + std::to_string(a) + " and " + std::to_string(b) + " at " +
                       in_millimetres(mesh.points[a]);
              });
          }
    }

    void
    check_faces(const TaggedMesh &mesh, const FaceTable &table, Report &report)
    {
      FindingCount     dangling(report, Weight::error, "tagged faces that belong to no cell");
      FindingCount     twice(report, Weight::error, "faces with two names");
      std::vector<Tag> tag_of_face(table.entries().size(), 0);
      for (std::size_t i = 0; i < mesh.n_faces(); ++i)
        {
          const auto *entry = table.find(mesh.face(i));
          if (entry == nullptr)
            dangling.add(
              [&] { return mesh.surface_names.at(mesh.surfaces[i]) + " " + face_place(mesh, mesh.face(i)); });
          else if (Tag &tag = tag_of_face[entry - table.entries().data()]; tag != 0 && tag != mesh.surfaces[i])
            twice.add([&] {
              return mesh.surface_names.at(tag) + " and " + mesh.surface_names.at(mesh.surfaces[i]) + " " +
                     face_place(mesh, mesh.face(i));
            });
          else
            tag = mesh.surfaces[i];
        }

      const std::size_t corners = n_face_corners(mesh.shape);
      FindingCount      untagged(report, Weight::error, "boundary faces that belong to no surface");
      FindingCount      crowded(report, Weight::error, "faces shared by more than two cells");
      for (std::size_t i = 0; i < table.entries().size(); ++i)
        {
          const auto &entry = table.entries()[i];
          const auto  place = [&] { return face_place(mesh, std::span(entry.corners).first(corners)); };
          if (entry.n_cells > 2)
            crowded.add(place);
          else if (entry.second == FaceTable::none && tag_of_face[i] == 0)
            untagged.add(place);
        }
    }

    void
    check_parts(const TaggedMesh &mesh, const FaceTable &table, Report &report)
    {
      FindingCount             loose(report, Weight::error, "parts that share no face with the largest part");
      const Parts              parts = connected_parts(mesh, table);
      std::vector<std::size_t> first_cell(parts.sizes.size(), mesh.n_cells());
      for (std::size_t i = mesh.n_cells(); i-- > 0;)
        first_cell[parts.part_of_cell[i]] = i;
      for (std::size_t part = 1; part < parts.sizes.size(); ++part)
        loose.add([&] { return std::to_string(parts.sizes[part]) + " cells, " + cell_place(mesh, first_cell[part]); });
    }

    void
    check_names(const TaggedMesh &mesh, Report &report)
    {
      FindingCount        empty(report, Weight::error, "regions and surfaces with a name but without cells or faces");
      const std::set<Tag> regions(mesh.regions.begin(), mesh.regions.end());
      const std::set<Tag> surfaces(mesh.surfaces.begin(), mesh.surfaces.end());
      for (const auto &[tag, name] : mesh.region_names)
        if (!regions.contains(tag))
          empty.add([&name = name] { return "region " + name; });
      for (const auto &[tag, name] : mesh.surface_names)
        if (!surfaces.contains(tag))
          empty.add([&name = name] { return "surface " + name; });
    }

    void
    check_size(const TaggedMesh &mesh, const Gates &gates, Report &report)
    {
      const BoundingBox  box      = bounding_box(mesh);
      const double       diagonal = norm(box.high - box.low);
      std::ostringstream what;
      what << "the mesh is " << diagonal * 1e3 << " mm across; expected are " << gates.smallest_size * 1e3 << " to "
           << gates.largest_size * 1e3
           << " mm. Is the length unit right? (Mesh/Length unit in a case, --length-unit on the command line)";
      FindingCount size(report, Weight::error, what.str());
      if (diagonal < gates.smallest_size || (gates.largest_size > 0 && diagonal > gates.largest_size))
        size.add([&] { return "from " + in_millimetres(box.low) + " to " + in_millimetres(box.high); });
    }
  } // namespace


  Report
  check(const TaggedMesh &mesh, const Gates &gates)
  {
    Report report;
    if (!indices_are_valid(mesh, report))
      return report;
    const FaceTable table(mesh);
    check_size(mesh, gates, report);
    check_cells(mesh, report);
    check_points(mesh, report);
    check_faces(mesh, table, report);
    check_parts(mesh, table, report);
    check_names(mesh, report);
    judge(mesh, table, gates, report);
    return report;
  }
} // namespace vht::meshing
