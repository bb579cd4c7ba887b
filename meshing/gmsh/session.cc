#include "meshing/gmsh/session.h"

#include "meshing/quadratic.h"
#include "physics/error.h"

#include <gmsh.h>

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace vht::meshing
{
  namespace
  {
    /** Gmsh's numbers of the element types of a mesh that can be used, and how many nodes they have. */
    struct ElementKind
    {
      int         cell, face;
      CellShape   shape;
      std::size_t nodes_per_cell, nodes_per_face;
    };

    constexpr std::array<ElementKind, 4> element_kinds = {{{4, 2, CellShape::tetrahedron, 4, 3},
                                                           {5, 3, CellShape::hexahedron, 8, 4},
                                                           {11, 9, CellShape::tetrahedron, 10, 6},
                                                           {12, 10, CellShape::hexahedron, 27, 9}}};

    struct Elements
    {
      std::vector<std::size_t> numbers, nodes;
      std::vector<Tag>         tags;
    };

    std::string
    element_name(int type)
    {
      std::string         name;
      int                 dimension, order, n_nodes, n_primary;
      std::vector<double> coordinates;
      gmsh::model::mesh::getElementProperties(type, name, dimension, order, n_nodes, coordinates, n_primary);
      return name;
    }

    /** The group of an entity; 0 for none. */
    Tag
    group_of(int dimension, int entity, NameTable &names)
    {
      std::vector<int> groups;
      gmsh::model::getPhysicalGroupsForEntity(dimension, entity, groups);
      for (int &group : groups)
        group = std::abs(group); // a negative number only says that the surface's normal is turned
      if (groups.empty())
        return 0;
      if (groups.size() > 1)
        throw MeshError(std::string(dimension == 3 ? "Volume " : "Surface ") + std::to_string(entity) + " is in " +
                        std::to_string(groups.size()) + " physical groups (" + std::to_string(groups[0]) + ", " +
                        std::to_string(groups[1]) + "). A cell or face can have one name; remove it from the others.");
      std::string name;
      gmsh::model::getPhysicalName(dimension, groups[0], name);
      if (!name.empty())
        names[groups[0]] = name;
      return groups[0];
    }

    Elements
    elements_of(int dimension, int type, NameTable &names)
    {
      gmsh::vectorpair groups, entities;
      gmsh::model::getPhysicalGroups(groups, dimension);
      gmsh::model::getEntities(entities, dimension);
      Elements all;
      for (const auto &entity : entities)
        {
          std::vector<std::size_t> numbers, nodes;
          gmsh::model::mesh::getElementsByType(type, numbers, nodes, entity.second);
          if (numbers.empty())
            continue;
          Tag tag = group_of(dimension, entity.second, names);
          if (tag == 0 && dimension == 2)
            continue;
          if (tag == 0 && !groups.empty())
            throw MeshError(
              "Volume " + std::to_string(entity.second) + " with " + std::to_string(numbers.size()) +
              " cells is in no physical group, although others are. Put it into one or delete its cells.");
          if (tag == 0)
            tag = entity.second;
          all.numbers.insert(all.numbers.end(), numbers.begin(), numbers.end());
          all.nodes.insert(all.nodes.end(), nodes.begin(), nodes.end());
          all.tags.insert(all.tags.end(), numbers.size(), tag);
        }
      return all;
    }

    const ElementKind &
    kind_of_cells()
    {
      std::vector<int> types;
      gmsh::model::mesh::getElementTypes(types, 3);
      if (types.empty())
        throw MeshError("It holds no volume cells.");
      for (const ElementKind &kind : element_kinds)
        if (types.size() == 1 && types[0] == kind.cell)
          return kind;
      std::string found;
      for (const int type : types)
        found += (found.empty() ? "" : ", ") + element_name(type);
      throw MeshError("It holds cells of the kind " + found +
                      ". Allowed are tetrahedra, or hexahedra, all of one kind and of order 1 or 2 (with 10 or 27 "
                      "nodes); in Gmsh, set Mesh.ElementOrder = 1 or 2 and switch off recombination and extruded "
                      "layers.");
    }

    /** Positions in a list, in the order of the element numbers. */
    std::vector<std::size_t>
    by_number(const std::vector<std::size_t> &numbers)
    {
      std::vector<std::size_t> order(numbers.size());
      std::iota(order.begin(), order.end(), 0);
      std::stable_sort(order.begin(), order.end(),
                       [&](std::size_t a, std::size_t b) { return numbers[a] < numbers[b]; });
      return order;
    }
  } // namespace


  bool        GmshSession::alive_ = false;
  std::string GmshSession::last_error_;

  GmshSession::GmshSession()
  {
    gmsh::initialize(0, nullptr, false);
    gmsh::option::setNumber("General.Terminal", 0);
    gmsh::option::setNumber("General.NumThreads", 1);
    gmsh::option::setNumber("Mesh.MaxNumThreads1D", 1);
    gmsh::option::setNumber("Mesh.MaxNumThreads2D", 1);
    gmsh::option::setNumber("Mesh.MaxNumThreads3D", 1);
    gmsh::logger::start();
    last_error_.clear();
    alive_ = true;
  }

  GmshSession::~GmshSession()
  {
    // Whoever catches what Gmsh throws does so after the session has ended.
    last_error();
    alive_ = false;
    gmsh::finalize();
  }

  std::string
  GmshSession::last_error()
  {
    if (alive_)
      gmsh::logger::getLastError(last_error_);
    return last_error_.empty() ? "Gmsh gave no reason." : last_error_;
  }

  TaggedMesh
  GmshSession::current_mesh()
  {
    TaggedMesh         mesh;
    const ElementKind &kind = kind_of_cells();
    mesh.shape              = kind.shape;

    std::vector<std::size_t> numbers;
    std::vector<double>      coordinates, parametric;
    gmsh::model::mesh::getNodes(numbers, coordinates, parametric, -1, -1, false, false);
    std::unordered_map<std::size_t, Index> point;
    point.reserve(numbers.size());
    for (const std::size_t i : by_number(numbers))
      {
        point[numbers[i]] = static_cast<Index>(mesh.points.size());
        mesh.points.push_back({{coordinates[3 * i], coordinates[3 * i + 1], coordinates[3 * i + 2]}});
      }

    const Elements     cells = elements_of(3, kind.cell, mesh.region_names);
    std::vector<Point> places; // of all nodes of quadratic cells
    for (const std::size_t i : by_number(cells.numbers))
      {
        const auto nodes = std::span(cells.nodes).subspan(i * kind.nodes_per_cell, kind.nodes_per_cell);
        for (const std::size_t node : nodes.first(n_corners(mesh.shape)))
          mesh.cells.push_back(point.at(node));
        if (nodes.size() > n_corners(mesh.shape))
          for (const std::size_t node : nodes)
            places.push_back(mesh.points[point.at(node)]);
        mesh.regions.push_back(cells.tags[i]);
      }

    const Elements    faces        = elements_of(2, kind.face, mesh.surface_names);
    const std::size_t face_corners = n_face_corners(mesh.shape);
    for (const std::size_t i : by_number(faces.numbers))
      {
        for (std::size_t k = 0; k < face_corners; ++k)
          mesh.faces.push_back(point.at(faces.nodes[i * kind.nodes_per_face + k]));
        mesh.surfaces.push_back(faces.tags[i]);
      }

    drop_unused_points(mesh); // those between corners, too
    if (!places.empty())
      set_middles(mesh, places);
    name_unnamed_tags(mesh);
    return mesh;
  }

  TaggedMesh
  GmshSession::fill_with(VolumeMesher mesher)
  {
    gmsh::option::setNumber("Mesh.Algorithm3D", static_cast<int>(mesher));
    gmsh::option::setNumber("Mesh.Optimize", 1);
    gmsh::model::mesh::generate(3);
    TaggedMesh mesh = current_mesh();
    scale(mesh, millimetre);
    orient_cells(mesh);
    return mesh;
  }
} // namespace vht::meshing
