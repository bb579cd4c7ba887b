#include "meshing/topology.h"

#include <algorithm>
#include <numeric>

namespace vht::meshing
{
  std::span<const std::array<std::uint8_t, 4>>
  cell_faces(CellShape shape)
  {
    static constexpr std::array<std::array<std::uint8_t, 4>, 4> tetrahedron = {
      {{{0, 2, 1, 0}}, {{0, 1, 3, 0}}, {{1, 2, 3, 0}}, {{0, 3, 2, 0}}}};
    static constexpr std::array<std::array<std::uint8_t, 4>, 6> hexahedron = {
      {{{0, 3, 2, 1}}, {{4, 5, 6, 7}}, {{0, 1, 5, 4}}, {{1, 2, 6, 5}}, {{2, 3, 7, 6}}, {{3, 0, 4, 7}}}};
    if (shape == CellShape::tetrahedron)
      return tetrahedron;
    return hexahedron;
  }

  std::span<const std::array<std::uint8_t, 2>>
  cell_edges(CellShape shape)
  {
    static constexpr std::array<std::array<std::uint8_t, 2>, 6> tetrahedron = {
      {{{0, 1}}, {{0, 2}}, {{0, 3}}, {{1, 2}}, {{1, 3}}, {{2, 3}}}};
    static constexpr std::array<std::array<std::uint8_t, 2>, 12> hexahedron = {{{{0, 1}},
                                                                                {{1, 2}},
                                                                                {{2, 3}},
                                                                                {{3, 0}},
                                                                                {{4, 5}},
                                                                                {{5, 6}},
                                                                                {{6, 7}},
                                                                                {{7, 4}},
                                                                                {{0, 4}},
                                                                                {{1, 5}},
                                                                                {{2, 6}},
                                                                                {{3, 7}}}};
    if (shape == CellShape::tetrahedron)
      return tetrahedron;
    return hexahedron;
  }

  FaceKey
  face_key(std::span<const Index> corners)
  {
    FaceKey key;
    key.fill(std::numeric_limits<Index>::max());
    std::copy(corners.begin(), corners.end(), key.begin());
    std::sort(key.begin(), key.end());
    return key;
  }

  FaceTable::FaceTable(const TaggedMesh &mesh)
  {
    const auto        faces   = cell_faces(mesh.shape);
    const std::size_t corners = n_face_corners(mesh.shape);
    entries_.reserve(mesh.n_cells() * faces.size());
    for (std::size_t cell = 0; cell < mesh.n_cells(); ++cell)
      for (const auto &face : faces)
        {
          Entry entry{.key = {}, .corners = {}, .first = static_cast<Index>(cell), .n_cells = 1};
          for (std::size_t k = 0; k < corners; ++k)
            entry.corners[k] = mesh.cell(cell)[face[k]];
          entry.key = face_key(std::span(entry.corners).first(corners));
          entries_.push_back(entry);
        }

    std::sort(entries_.begin(), entries_.end(),
              [](const Entry &a, const Entry &b) { return a.key != b.key ? a.key < b.key : a.first < b.first; });

    std::size_t n = 0;
    for (std::size_t i = 0; i < entries_.size(); ++i)
      if (n > 0 && entries_[n - 1].key == entries_[i].key)
        {
          if (++entries_[n - 1].n_cells == 2)
            entries_[n - 1].second = entries_[i].first;
        }
      else
        entries_[n++] = entries_[i];
    entries_.resize(n);
    entries_.shrink_to_fit();
  }

  const FaceTable::Entry *
  FaceTable::find(std::span<const Index> corners) const
  {
    const FaceKey key   = face_key(corners);
    const auto    found = std::lower_bound(entries_.begin(), entries_.end(), key,
                                           [](const Entry &e, const FaceKey &k) { return e.key < k; });
    return found != entries_.end() && found->key == key ? &*found : nullptr;
  }

  Parts
  connected_parts(const TaggedMesh &mesh, const FaceTable &table)
  {
    std::vector<Index> root(mesh.n_cells());
    std::iota(root.begin(), root.end(), 0);
    const auto find = [&root](Index i) {
      while (root[i] != i)
        i = root[i] = root[root[i]];
      return i;
    };
    for (const FaceTable::Entry &face : table.entries())
      if (face.second != FaceTable::none)
        root[find(face.first)] = find(face.second);

    std::vector<std::size_t> size_of_root(mesh.n_cells(), 0);
    for (Index i = 0; i < mesh.n_cells(); ++i)
      ++size_of_root[find(i)];
    std::vector<Index> roots;
    for (Index i = 0; i < mesh.n_cells(); ++i)
      if (size_of_root[i] > 0)
        roots.push_back(i);
    std::stable_sort(roots.begin(), roots.end(), [&](Index a, Index b) { return size_of_root[a] > size_of_root[b]; });

    Parts              parts;
    std::vector<Index> number(mesh.n_cells());
    for (const Index i : roots)
      {
        number[i] = parts.sizes.size();
        parts.sizes.push_back(size_of_root[i]);
      }
    parts.part_of_cell.resize(mesh.n_cells());
    for (Index i = 0; i < mesh.n_cells(); ++i)
      parts.part_of_cell[i] = number[find(i)];
    return parts;
  }

  std::vector<std::array<Index, 2>>
  unique_edges(const TaggedMesh &mesh)
  {
    std::vector<std::array<Index, 2>> edges;
    edges.reserve(mesh.n_cells() * cell_edges(mesh.shape).size());
    for (std::size_t cell = 0; cell < mesh.n_cells(); ++cell)
      for (const auto &edge : cell_edges(mesh.shape))
        {
          const Index a = mesh.cell(cell)[edge[0]], b = mesh.cell(cell)[edge[1]];
          edges.push_back({{std::min(a, b), std::max(a, b)}});
        }
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    return edges;
  }
} // namespace vht::meshing
