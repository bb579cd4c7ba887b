#include "meshing/extract.h"

#include "meshing/geometry.h"
#include "meshing/topology.h"
#include "physics/error.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <unordered_map>

namespace vht::meshing
{
  namespace
  {
    constexpr Tag outside = 0; ///< stands for the region beyond the boundary; real tags are positive

    std::set<Tag>
    resolve(const NameTable &table, const std::vector<std::string> &texts, const std::string &kind)
    {
      std::set<Tag> tags;
      for (const std::string &text : texts)
        tags.insert(text == "outside" ? outside : find_tag_or_number(table, text, kind));
      return tags;
    }

    /** A SurfaceRule with tags instead of names. */
    struct ResolvedRule
    {
      std::set<Tag> markers, of_regions, facing, between;
      bool          remaining;

      ResolvedRule(const SurfaceRule &rule, const TaggedMesh &source, const TaggedMesh &result)
        : remaining(rule.remaining)
      {
        try
          {
            markers    = resolve(source.surface_names, rule.markers, "surface");
            of_regions = resolve(result.region_names, rule.of_regions, "region");
            facing     = resolve(source.region_names, rule.facing, "region");
            between    = resolve(result.region_names, rule.between, "region");
          }
        catch (const MeshError &error)
          {
            throw MeshError("Rule for the surface \"" + rule.name + "\": " + error.what());
          }
        if (!rule.between.empty() && between.size() != 2)
          throw MeshError("The surface \"" + rule.name + "\" lies between two different regions; " +
                          std::to_string(between.size()) + " are given.");
        if (!between.empty() && (!facing.empty() || !of_regions.empty() || remaining))
          throw MeshError("The surface \"" + rule.name +
                          "\" lies between regions of the result; it cannot at the same time be on its boundary.");
        if (markers.empty() && of_regions.empty() && facing.empty() && between.empty() && !remaining)
          throw MeshError("The surface \"" + rule.name +
                          "\" has no rule. Say by what marker, of or facing which region, or that it takes the rest.");
      }

      bool
      fits_boundary(Tag marker, Tag region, Tag neighbour) const
      {
        return between.empty() && (markers.empty() || markers.contains(marker)) &&
               (of_regions.empty() || of_regions.contains(region)) && (facing.empty() || facing.contains(neighbour));
      }

      bool
      fits_inside(Tag marker, Tag region, Tag other) const
      {
        if (!between.empty())
          return between == std::set<Tag>{region, other} && (markers.empty() || markers.contains(marker));
        return !markers.empty() && markers.contains(marker) && of_regions.empty() && facing.empty() && !remaining;
      }
    };

    /** The cells of the result, as numbers in the source, and the result's regions. Points are still the source's. */
    TaggedMesh
    keep_cells(const TaggedMesh &source, const std::vector<RegionRule> &rules, std::vector<Index> &source_cell)
    {
      TaggedMesh result;
      result.shape      = source.shape;
      result.points     = source.points;
      result.point_data = source.point_data;
      std::map<Tag, Tag> new_tag;
      for (const RegionRule &rule : rules)
        {
          const Tag tag = tag_of(result.region_names, rule.name);
          for (const Tag from : resolve(source.region_names, rule.sources, "region"))
            if (!new_tag.emplace(from, tag).second)
              throw MeshError("The region " + source.region_names.at(from) +
                              " of the source is asked for twice, by \"" + result.region_names.at(new_tag.at(from)) +
                              "\" and by \"" + rule.name + "\".");
        }
      if (rules.empty())
        {
          result.region_names = source.region_names;
          for (const auto &[tag, name] : source.region_names)
            new_tag[tag] = tag;
        }
      for (std::size_t i = 0; i < source.n_cells(); ++i)
        if (const auto found = new_tag.find(source.regions[i]); found != new_tag.end())
          {
            result.cells.insert(result.cells.end(), source.cell(i).begin(), source.cell(i).end());
            result.regions.push_back(found->second);
            source_cell.push_back(static_cast<Index>(i));
          }
      return result;
    }

    std::size_t
    keep_largest_part(TaggedMesh &mesh, std::vector<Index> &source_cell)
    {
      const Parts parts = connected_parts(mesh, FaceTable(mesh));
      if (parts.sizes.size() < 2)
        return 0;
      std::vector<Index> cells, numbers;
      std::vector<Tag>   regions;
      for (std::size_t i = 0; i < mesh.n_cells(); ++i)
        if (parts.part_of_cell[i] == 0)
          {
            cells.insert(cells.end(), mesh.cell(i).begin(), mesh.cell(i).end());
            regions.push_back(mesh.regions[i]);
            numbers.push_back(source_cell[i]);
          }
      const std::size_t dropped = mesh.n_cells() - regions.size();
      mesh.cells.swap(cells);
      mesh.regions.swap(regions);
      source_cell.swap(numbers);
      return dropped;
    }

    void
    copy_cell_data(TaggedMesh &mesh, const TaggedMesh &source, const std::vector<Index> &source_cell)
    {
      for (const Field &field : source.cell_data)
        {
          Field kept{field.name, field.components, {}};
          for (const Index i : source_cell)
            kept.values.insert(kept.values.end(), field.values.begin() + i * field.components,
                               field.values.begin() + (i + 1) * field.components);
          mesh.cell_data.push_back(std::move(kept));
        }
    }

    /** The marker of each face that the source has marked. */
    std::map<FaceKey, Tag>
    markers_of(const TaggedMesh &source)
    {
      std::map<FaceKey, Tag> markers;
      for (std::size_t i = 0; i < source.n_faces(); ++i)
        markers[face_key(source.face(i))] = source.surfaces[i];
      return markers;
    }

    void
    name_surfaces(Extraction                     &result,
                  const TaggedMesh               &source,
                  const std::vector<Index>       &source_cell,
                  const std::vector<SurfaceRule> &rules)
    {
      TaggedMesh               &mesh = result.mesh;
      std::vector<ResolvedRule> resolved;
      std::vector<Tag>          tags;
      for (const SurfaceRule &rule : rules)
        {
          resolved.emplace_back(rule, source, mesh);
          tags.push_back(tag_of(mesh.surface_names, rule.name));
        }
      result.faces_of_rule.assign(rules.size(), 0);

      const auto        markers = markers_of(source);
      const FaceTable   source_table(source), table(mesh);
      const std::size_t corners = n_face_corners(mesh.shape);
      for (const auto &entry : table.entries())
        {
          const auto face       = std::span(entry.corners).first(corners);
          const auto found      = markers.find(entry.key);
          const Tag  marker     = found == markers.end() ? 0 : found->second;
          const Tag  region     = mesh.regions[entry.first];
          const bool boundary   = entry.second == FaceTable::none;
          Tag        other_side = outside;
          if (!boundary)
            other_side = mesh.regions[entry.second];
          else if (const auto *there = source_table.find(face); there->second != FaceTable::none)
            other_side = source.regions[there->first == source_cell[entry.first] ? there->second : there->first];

          for (std::size_t k = 0; k < resolved.size(); ++k)
            if (boundary ? resolved[k].fits_boundary(marker, region, other_side)
                         : resolved[k].fits_inside(marker, region, other_side))
              {
                mesh.add_face(face, tags[k]);
                ++result.faces_of_rule[k];
                break;
              }
        }
    }
  } // namespace


  Extraction
  extract(const TaggedMesh               &source,
          const std::vector<RegionRule>  &regions,
          const std::vector<SurfaceRule> &surfaces,
          bool                            largest_part_only)
  {
    Extraction         result;
    std::vector<Index> source_cell;
    result.mesh = keep_cells(source, regions, source_cell);
    if (largest_part_only)
      result.dropped_cells = keep_largest_part(result.mesh, source_cell);
    copy_cell_data(result.mesh, source, source_cell);

    if (!surfaces.empty())
      name_surfaces(result, source, source_cell, surfaces);
    else
      {
        const FaceTable table(result.mesh);
        for (std::size_t i = 0; i < source.n_faces(); ++i)
          if (table.find(source.face(i)) != nullptr)
            {
              result.mesh.add_face(source.face(i), source.surfaces[i]);
              result.mesh.surface_names[source.surfaces[i]] = source.surface_names.at(source.surfaces[i]);
            }
      }
    drop_unused_points(result.mesh);
    return result;
  }

  TaggedMesh
  only_cells(const TaggedMesh &mesh, const std::vector<Index> &cells)
  {
    TaggedMesh result;
    result.shape        = mesh.shape;
    result.points       = mesh.points;
    result.region_names = mesh.region_names;
    for (const Index cell : cells)
      {
        result.cells.insert(result.cells.end(), mesh.cell(cell).begin(), mesh.cell(cell).end());
        result.regions.push_back(mesh.regions[cell]);
      }
    for (const Field &field : mesh.cell_data)
      {
        Field kept{field.name, field.components, {}};
        for (const Index cell : cells)
          kept.values.insert(kept.values.end(), field.values.begin() + cell * field.components,
                             field.values.begin() + (cell + 1) * field.components);
        result.cell_data.push_back(kept);
      }
    drop_unused_points(result);
    return result;
  }

  std::size_t
  absorb_small_patches(TaggedMesh &mesh, std::size_t smallest_patch)
  {
    // The faces around each edge, and patches by walking over edges between faces of one name.
    std::map<std::array<Index, 2>, std::vector<std::size_t>> faces_at;
    const auto                                               edges_of = [&mesh](std::size_t face) {
      const auto                        c = mesh.face(face);
      std::vector<std::array<Index, 2>> edges;
      for (std::size_t k = 0; k < c.size(); ++k)
        {
          const Index a = c[k], b = c[(k + 1) % c.size()];
          edges.push_back({{std::min(a, b), std::max(a, b)}});
        }
      return edges;
    };
    for (std::size_t i = 0; i < mesh.n_faces(); ++i)
      for (const auto &edge : edges_of(i))
        faces_at[edge].push_back(i);

    std::size_t       renamed = 0;
    std::vector<char> seen(mesh.n_faces(), 0);
    for (std::size_t start = 0; start < mesh.n_faces(); ++start)
      {
        if (seen[start])
          continue;
        const Tag                own = mesh.surfaces[start];
        std::vector<std::size_t> patch{start};
        std::map<Tag, double>    border;
        seen[start] = 1;
        for (std::size_t k = 0; k < patch.size(); ++k)
          for (const auto &edge : edges_of(patch[k]))
            for (const std::size_t neighbour : faces_at[edge])
              if (mesh.surfaces[neighbour] != own)
                border[mesh.surfaces[neighbour]] += norm(mesh.points[edge[1]] - mesh.points[edge[0]]);
              else if (!seen[neighbour])
                {
                  seen[neighbour] = 1;
                  patch.push_back(neighbour);
                }
        if (patch.size() >= smallest_patch || border.empty())
          continue;
        const auto longest = std::max_element(border.begin(), border.end(),
                                              [](const auto &a, const auto &b) { return a.second < b.second; });
        for (const std::size_t face : patch)
          mesh.surfaces[face] = longest->first;
        renamed += patch.size();
      }
    return renamed;
  }
} // namespace vht::meshing
