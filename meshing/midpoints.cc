#include "meshing/midpoints.h"

#include <algorithm>

namespace vht::meshing
{
  Midpoints::Midpoints(const TaggedMesh &mesh, TaggedMesh &fine, bool inner)
    : mesh_(mesh)
    , edges_(unique_edges(mesh))
  {
    fine.points     = mesh.points;
    fine.point_data = mesh.point_data;
    for (const auto &edge : edges_)
      add(fine, edge);
    if (!inner)
      return;
    const FaceTable table(mesh);
    for (const auto &face : table.entries())
      {
        faces_.push_back(face.key);
        add(fine, std::span(face.key).first(n_face_corners(mesh.shape)));
      }
    for (std::size_t i = 0; i < mesh.n_cells(); ++i)
      add(fine, mesh.cell(i));
  }

  Index
  Midpoints::of_edge(Index a, Index b) const
  {
    const std::array<Index, 2> edge = {{std::min(a, b), std::max(a, b)}};
    return static_cast<Index>(mesh_.points.size() +
                              (std::lower_bound(edges_.begin(), edges_.end(), edge) - edges_.begin()));
  }

  Index
  Midpoints::of_face(std::span<const Index> corners) const
  {
    return static_cast<Index>(mesh_.points.size() + edges_.size() +
                              (std::lower_bound(faces_.begin(), faces_.end(), face_key(corners)) - faces_.begin()));
  }

  Index
  Midpoints::of_cell(std::size_t cell) const
  {
    return static_cast<Index>(mesh_.points.size() + edges_.size() + faces_.size() + cell);
  }

  void
  Midpoints::add(TaggedMesh &fine, std::span<const Index> parents) const
  {
    fine.points.push_back(centre(mesh_, parents));
    for (std::size_t f = 0; f < fine.point_data.size(); ++f)
      {
        const Field &field = mesh_.point_data[f];
        for (unsigned c = 0; c < field.components; ++c)
          {
            double sum = 0;
            for (const Index i : parents)
              sum += field.values[i * field.components + c];
            fine.point_data[f].values.push_back(sum / static_cast<double>(parents.size()));
          }
      }
  }

  void
  inherit(const TaggedMesh &mesh, TaggedMesh &fine, std::size_t children)
  {
    fine.region_names  = mesh.region_names;
    fine.surface_names = mesh.surface_names;
    for (const Tag region : mesh.regions)
      fine.regions.insert(fine.regions.end(), children, region);
    for (const Field &field : mesh.cell_data)
      {
        Field inherited{field.name, field.components, {}};
        inherited.values.reserve(children * field.values.size());
        for (std::size_t i = 0; i < mesh.n_cells(); ++i)
          for (std::size_t child = 0; child < children; ++child)
            inherited.values.insert(inherited.values.end(), field.values.begin() + i * field.components,
                                    field.values.begin() + (i + 1) * field.components);
        fine.cell_data.push_back(std::move(inherited));
      }
  }
} // namespace vht::meshing
