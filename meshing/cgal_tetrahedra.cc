#include "meshing/cgal_tetrahedra.h"

#include "meshing/topology.h"
#include "physics/error.h"

#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>
#include <CGAL/tetrahedral_remeshing.h>
#include <CGAL/Tetrahedral_remeshing/Remeshing_triangulation_3.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <numeric>
#include <sstream>
#include <unordered_map>

namespace vht::meshing
{
  namespace
  {
    using Kernel        = CGAL::Exact_predicates_inexact_constructions_kernel;
    using Triangulation = CGAL::Tetrahedral_remeshing::Remeshing_triangulation_3<Kernel>;
    using Vertex        = Triangulation::Vertex_handle;
    using Cell          = Triangulation::Cell_handle;

    constexpr double millimetre = 1e-3; // CGAL's moving least squares know absolute lengths

    /** What CGAL tells on the standard output stays unsaid. */
    class Silence
    {
    public:
      Silence()
        : before_(std::cout.rdbuf(sink_.rdbuf()))
      {
      }

      ~Silence()
      {
        std::cout.rdbuf(before_);
      }

      Silence(const Silence &)            = delete;
      Silence &operator=(const Silence &) = delete;

    private:
      std::ostringstream sink_;
      std::streambuf    *before_;
    };

    /** What tells surfaces apart: the regions on both sides, the smaller first (0 for outside), and the tag. */
    using Patch = std::array<Tag, 3>;

    /** A mesh as CGAL's triangulation, in millimetres: infinite cells close its boundary. */
    class Builder
    {
    public:
      Builder(const TaggedMesh &mesh, Triangulation &triangulation)
        : mesh_(mesh)
        , triangulation_(triangulation)
        , table_(mesh)
      {
        find_patches();
        add_vertices();
        for (std::size_t i = 0; i < mesh.n_cells(); ++i)
          add_cell(i);
        for (const auto &face : table_.entries())
          join(face);
        close();
        triangulation.tds().set_dimension(3);
      }

      /** Of the patches' numbers, which count from 1. */
      const std::vector<Patch> &
      patches() const
      {
        return patches_;
      }

    private:
      void
      find_patches()
      {
        std::map<FaceKey, Tag> tags;
        for (std::size_t i = 0; i < mesh_.n_faces(); ++i)
          tags[face_key(mesh_.face(i))] = mesh_.surfaces[i];
        std::map<Patch, int> numbers;
        for (const auto &face : table_.entries())
          {
            const auto found = tags.find(face.key);
            const Tag  tag   = found == tags.end() ? 0 : found->second;
            const Tag  a     = mesh_.regions[face.first],
                      b      = face.second == FaceTable::none ? 0 : mesh_.regions[face.second];
            int number       = 0;
            if (a != b || tag != 0)
              {
                const auto [entry, is_new] =
                  numbers.try_emplace({std::min(a, b), std::max(a, b), tag}, static_cast<int>(numbers.size()) + 1);
                if (is_new)
                  patches_.push_back(entry->first);
                number = entry->second;
              }
            patch_of_face_.push_back(number);
          }
      }

      /**
       * A vertex for every part of the cells around a point that hangs together over faces: where parts touch in a
       * point alone, CGAL would see one of them only. Such vertices stay in their place and become one again.
       */
      void
      add_vertices()
      {
        auto &structure = triangulation_.tds();
        structure.clear();
        triangulation_.set_infinite_vertex(structure.create_vertex());
        triangulation_.infinite_vertex()->set_dimension(-1);

        std::vector<std::size_t> parent(mesh_.cells.size());
        std::iota(parent.begin(), parent.end(), 0);
        const auto root = [&](std::size_t slot) {
          while (parent[slot] != slot)
            slot = parent[slot] = parent[parent[slot]];
          return slot;
        };
        for (const auto &face : table_.entries())
          if (face.second != FaceTable::none)
            for (const Index corner : std::span(face.corners).first(3))
              parent[root(slot(face.first, corner))] = root(slot(face.second, corner));

        std::vector<Vertex> first(mesh_.points.size());
        vertices_.resize(mesh_.cells.size());
        for (std::size_t s = 0; s < parent.size(); ++s)
          {
            Vertex &vertex = vertices_[root(s)];
            if (vertex == Vertex())
              {
                const Index  point = mesh_.cells[s];
                const Point &x     = mesh_.points[point];
                vertex             = structure.create_vertex();
                vertex->set_point({x[0] / millimetre, x[1] / millimetre, x[2] / millimetre});
                vertex->set_dimension(3);
                if (first[point] == Vertex())
                  first[point] = vertex;
                else
                  for (const Vertex twin : {first[point], vertex})
                    twin->set_dimension(0);
              }
            vertices_[s] = vertex;
          }
      }

      /** Of a corner of a cell, among those of all cells. */
      std::size_t
      slot(std::size_t cell, Index corner) const
      {
        const auto c = mesh_.cell(cell);
        return 4 * cell + static_cast<std::size_t>(std::find(c.begin(), c.end(), corner) - c.begin());
      }

      void
      add_cell(std::size_t i)
      {
        const auto c = mesh_.cell(i);
        if (!(cell_volume(mesh_, i) > 0))
          throw MeshError("The mesh has inverted or flat cells, as around " + in_millimetres(centre(mesh_, c)) +
                          "; \"vht-mesh check\" shows them. It cannot be given another size.");
        const Cell cell = triangulation_.tds().create_cell(vertices_[4 * i], vertices_[4 * i + 1], vertices_[4 * i + 2],
                                                           vertices_[4 * i + 3]);
        cell->set_subdomain_index(mesh_.regions[i]);
        for (std::size_t k = 0; k < 4; ++k)
          vertices_[4 * i + k]->set_cell(cell);
        cells_.push_back(cell);
      }

      /** The corner of a cell that a face does not have. */
      int
      opposite(Index cell, const FaceKey &face) const
      {
        const auto c = mesh_.cell(cell);
        for (int i = 0; i < 4; ++i)
          if (std::find(face.begin(), face.begin() + 3, c[i]) == face.begin() + 3)
            return i;
        return -1;
      }

      void
      join(const FaceTable::Entry &face)
      {
        const int  number = patch_of_face_[static_cast<std::size_t>(&face - table_.entries().data())];
        const Cell cell   = cells_[face.first];
        const int  i      = opposite(face.first, face.key);
        cell->set_surface_patch_index(i, number);
        if (face.second != FaceTable::none)
          {
            const Cell other = cells_[face.second];
            const int  k     = opposite(face.second, face.key);
            other->set_surface_patch_index(k, number);
            triangulation_.tds().set_adjacency(cell, i, other, k);
            return;
          }
        std::array<Vertex, 3> corners;
        for (std::size_t k = 0; k < 3; ++k)
          corners[k] = vertices_[slot(face.first, face.corners[k])];
        std::swap(corners[1], corners[2]); // the infinite vertex sees the face from the other side
        const Cell infinite =
          triangulation_.tds().create_cell(triangulation_.infinite_vertex(), corners[0], corners[1], corners[2]);
        if (triangulation_.infinite_vertex()->cell() == Cell())
          triangulation_.infinite_vertex()->set_cell(infinite);
        infinite->set_surface_patch_index(0, number);
        triangulation_.tds().set_adjacency(cell, i, infinite, 0);
        for (int k = 0; k < 3; ++k)
          {
            const Vertex a = corners[(k + 1) % 3], b = corners[(k + 2) % 3];
            open_[{std::min(a, b), std::max(a, b)}].push_back({infinite, k + 1});
          }
      }

      static std::string
      place(const Vertex &vertex)
      {
        const auto &x = vertex->point();
        return in_millimetres({millimetre * x.x(), millimetre * x.y(), millimetre * x.z()});
      }

      void
      close()
      {
        for (const auto &[edge, sides] : open_)
          {
            if (sides.size() != 2)
              throw PartsTouch("Parts of the boundary touch in the edge between " + place(edge.first) + " and " +
                               place(edge.second) +
                               ". The mesh cannot be given another size there; take one of the parts out.");
            triangulation_.tds().set_adjacency(sides[0].first, sides[0].second, sides[1].first, sides[1].second);
          }
      }

      const TaggedMesh                                                      &mesh_;
      Triangulation                                                         &triangulation_;
      FaceTable                                                              table_;
      std::vector<Patch>                                                     patches_;
      std::vector<int>                                                       patch_of_face_;
      std::vector<Vertex>                                                    vertices_; ///< of the corners of all cells
      std::vector<Cell>                                                      cells_;
      std::map<std::pair<Vertex, Vertex>, std::vector<std::pair<Cell, int>>> open_;
    };

    TaggedMesh
    mesh_of(const Triangulation &triangulation, const std::vector<Patch> &patches, const TaggedMesh &like)
    {
      TaggedMesh mesh;
      mesh.region_names  = like.region_names;
      mesh.surface_names = like.surface_names;
      std::unordered_map<Vertex, Index> number;
      std::map<Point, Index>            at; // twins of a point become one again
      for (const Vertex vertex : triangulation.finite_vertex_handles())
        {
          const auto &x              = vertex->point();
          const Point place          = {millimetre * x.x(), millimetre * x.y(), millimetre * x.z()};
          const auto [entry, is_new] = at.try_emplace(place, static_cast<Index>(mesh.points.size()));
          if (is_new)
            mesh.points.push_back(place);
          number[vertex] = entry->second;
        }
      for (const Cell cell : triangulation.finite_cell_handles())
        if (cell->subdomain_index() > 0)
          {
            for (int k = 0; k < 4; ++k)
              mesh.cells.push_back(number.at(cell->vertex(k)));
            mesh.regions.push_back(cell->subdomain_index());
          }
      for (const auto &[cell, i] : triangulation.finite_facets())
        {
          const int patch = cell->surface_patch_index(i);
          if (patch <= 0)
            continue;
          if (const Tag tag = patches.at(static_cast<std::size_t>(patch) - 1)[2]; tag > 0)
            mesh.add_face(std::array{number.at(cell->vertex(Triangulation::vertex_triple_index(i, 0))),
                                     number.at(cell->vertex(Triangulation::vertex_triple_index(i, 1))),
                                     number.at(cell->vertex(Triangulation::vertex_triple_index(i, 2)))},
                          tag);
        }
      drop_unused_points(mesh);
      return mesh;
    }
  } // namespace


  TaggedMesh
  remesh_tetrahedra(const TaggedMesh &mesh, const TetrahedraRemeshing &remeshing)
  {
    if (mesh.shape != CellShape::tetrahedron)
      throw MeshError("Only tetrahedra can be given another size; the mesh has hexahedra.");
    Triangulation            triangulation;
    const std::vector<Patch> patches = Builder(mesh, triangulation).patches();
    {
      const Silence silence;
      CGAL::tetrahedral_isotropic_remeshing(triangulation, remeshing.size / millimetre,
                                            CGAL::parameters::number_of_iterations(remeshing.rounds)
                                              .remesh_boundaries(!remeshing.fixed_surfaces)
                                              .smooth_constrained_edges(false));
    }
    return mesh_of(triangulation, patches, mesh);
  }
} // namespace vht::meshing
