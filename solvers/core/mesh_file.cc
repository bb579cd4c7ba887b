#include "solvers/core/mesh_file.h"

#include "physics/error.h"

#include <gmsh.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iomanip>
#include <numeric>
#include <sstream>
#include <unordered_map>

namespace vht
{
  namespace
  {
    /** Gmsh's numbers of the elements that the solvers take, and how Gmsh numbers their nodes. */
    struct ElementKind
    {
      int          cell, face;                   ///< Gmsh's types
      bool         simplex;                      ///< tetrahedra with triangles
      unsigned int order, n_nodes, n_face_nodes; ///< of the geometry; of a cell; of a face
    };

    constexpr std::array<ElementKind, 4> element_kinds = {
      {{4, 2, true, 1, 4, 3}, {5, 3, false, 1, 8, 4}, {11, 9, true, 2, 10, 6}, {12, 10, false, 2, 27, 9}}};

    // Gmsh's number of each node, in deal.II's order; the corners come first.
    constexpr std::array<unsigned int, 10> tetrahedron_in_gmsh = {0, 1, 2, 3, 4, 5, 6, 7, 9, 8};
    constexpr std::array<unsigned int, 27> hexahedron_in_gmsh = {0,  1,  3,  2,  4,  5,  7,  6,  9,  11, 8,  13, 17, 18,
                                                                 16, 19, 10, 12, 15, 14, 22, 23, 21, 24, 20, 25, 26};

    const ElementKind *
    find_kind(int cell_type)
    {
      const auto kind = std::find_if(element_kinds.begin(), element_kinds.end(),
                                     [&](const ElementKind &each) { return each.cell == cell_type; });
      return kind == element_kinds.end() ? nullptr : &*kind;
    }

    /** Gmsh is initialised for as long as this lives. */
    struct GmshSession
    {
      explicit GmshSession(const std::filesystem::path &file)
      {
        gmsh::initialize(0, nullptr, false);
        gmsh::option::setNumber("General.Terminal", 0);
        gmsh::option::setNumber("General.NumThreads", 1);
        gmsh::logger::start();
        try
          {
            gmsh::open(file.string());
          }
        catch (...)
          {
            std::string reason;
            gmsh::logger::getLastError(reason);
            gmsh::finalize();
            throw MeshError("The mesh " + file.string() + " cannot be read: " + reason);
          }
      }

      ~GmshSession()
      {
        gmsh::finalize();
      }
    };

    /** One group's tag, or an error that tells how to mend the file. */
    unsigned int
    tag_of_entity(int dimension, int entity, NameTable &names)
    {
      std::vector<int> groups;
      gmsh::model::getPhysicalGroupsForEntity(dimension, entity, groups);
      const char *kind = dimension == 3 ? "region" : "surface";
      if (groups.size() > 1)
        throw MeshError("A " + std::string(kind) + " of the mesh belongs to " + std::to_string(groups.size()) +
                        " physical groups. Give each cell and each face one group; vht-mesh convert does so.");
      if (groups.empty() || groups[0] < 0)
        return 0;

      std::string name;
      gmsh::model::getPhysicalName(dimension, groups[0], name);
      const unsigned int tag                                                     = groups[0];
      names[name.empty() ? std::string(kind) + " " + std::to_string(tag) : name] = tag;
      return tag;
    }

    /** Fowler–Noll–Vo hash, 64 bit: enough to notice that two meshes differ. */
    class Checksum
    {
    public:
      template <typename T>
      void
      add(const T &value)
      {
        unsigned char bytes[sizeof(T)];
        std::memcpy(bytes, &value, sizeof(T));
        for (const unsigned char byte : bytes)
          hash_ = (hash_ ^ byte) * 1099511628211ull;
      }

      std::string
      text() const
      {
        std::ostringstream stream;
        stream << std::hex << std::setw(16) << std::setfill('0') << hash_;
        return stream.str();
      }

    private:
      std::uint64_t hash_ = 14695981039346656037ull;
    };

    /** Read the elements of one type and hand (element number, nodes, tag) to @p store. */
    template <typename Store>
    void
    for_each_element(int dimension, int type, unsigned int n_nodes, NameTable &names, const Store &store)
    {
      gmsh::vectorpair entities;
      gmsh::model::getEntities(entities, dimension);
      for (const auto &[entity_dimension, entity] : entities)
        {
          std::vector<std::size_t> elements, nodes;
          gmsh::model::mesh::getElementsByType(type, elements, nodes, entity);
          if (elements.empty())
            continue;
          const unsigned int tag = tag_of_entity(dimension, entity, names);
          for (std::size_t i = 0; i < elements.size(); ++i)
            store(elements[i], nodes.data() + i * n_nodes, tag);
        }
    }

    /** What the cells of the file are. @throws MeshError for none, for several kinds and for others */
    const ElementKind &
    kind_of_cells(const std::filesystem::path &file)
    {
      std::vector<int> types;
      gmsh::model::mesh::getElementTypes(types, 3);
      if (types.empty())
        throw MeshError("The mesh " + file.string() + " has no volume cells.");
      if (const ElementKind *kind = find_kind(types[0]); types.size() == 1 && kind != nullptr)
        return *kind;

      std::string found;
      bool        too_high = false;
      for (const int type : types)
        {
          std::string         name;
          int                 dimension, order, n_nodes, n_primary;
          std::vector<double> coordinates;
          gmsh::model::mesh::getElementProperties(type, name, dimension, order, n_nodes, coordinates, n_primary);
          found += (found.empty() ? "" : ", ") + name;
          too_high |= order > 2;
        }
      throw MeshError("The mesh " + file.string() + " holds " + found +
                      ". The solvers take tetrahedra or hexahedra of order 1 or 2 (with 10 or 27 nodes), not both and "
                      "nothing else." +
                      (too_high ? " In Gmsh, set Mesh.ElementOrder = 2." : ""));
    }

    double
    determinant(const std::array<double, 3> &o,
                const std::array<double, 3> &a,
                const std::array<double, 3> &b,
                const std::array<double, 3> &c)
    {
      std::array<double, 3> x, y, z;
      for (unsigned int d = 0; d < 3; ++d)
        {
          x[d] = a[d] - o[d];
          y[d] = b[d] - o[d];
          z[d] = c[d] - o[d];
        }
      return x[0] * (y[1] * z[2] - y[2] * z[1]) - x[1] * (y[0] * z[2] - y[2] * z[0]) +
             x[2] * (y[0] * z[1] - y[1] * z[0]);
    }

    void
    refuse_inverted_cells(const MeshFile &mesh, const std::filesystem::path &file)
    {
      // Corner, then its neighbours along the reference axes, in deal.II's numbering.
      static constexpr std::array<std::array<unsigned int, 4>, 8> corners = {{{{0, 1, 2, 4}},
                                                                              {{1, 3, 0, 5}},
                                                                              {{2, 0, 3, 6}},
                                                                              {{3, 2, 1, 7}},
                                                                              {{4, 6, 5, 0}},
                                                                              {{5, 4, 7, 1}},
                                                                              {{6, 7, 4, 2}},
                                                                              {{7, 5, 6, 3}}}};

      std::size_t        n_inverted = 0;
      std::ostringstream places;
      for (const MeshFile::Cell &cell : mesh.cells)
        {
          const auto point = [&](unsigned int i) -> const std::array<double, 3> & {
            return mesh.points[cell.nodes[i]];
          };

          bool inverted = false;
          if (mesh.simplex)
            inverted = determinant(point(0), point(1), point(2), point(3)) <= 0.;
          else
            for (const auto &corner : corners)
              inverted |= determinant(point(corner[0]), point(corner[1]), point(corner[2]), point(corner[3])) <= 0.;
          if (!inverted)
            continue;
          if (++n_inverted <= 3)
            places << (n_inverted > 1 ? ", (" : "(") << point(0)[0] * 1e3 << ", " << point(0)[1] * 1e3 << ", "
                   << point(0)[2] * 1e3 << ") mm";
        }
      if (n_inverted > 0)
        throw MeshError(
          "The mesh " + file.string() + " has " + std::to_string(n_inverted) +
          " inverted or flat cells, the first at " + places.str() +
          ". See vht-mesh check; vht-mesh convert turns cells that are merely numbered the other way round.");
    }
  } // namespace


  std::span<const unsigned int>
  corners_around_nodes(bool simplex)
  {
    static constexpr std::array<unsigned int, 10> tetrahedron = {1, 2, 4, 8, 0x3, 0x6, 0x5, 0x9, 0xa, 0xc};
    static constexpr std::array<unsigned int, 27> hexahedron  = {
       1,    2,    4,    8,    16,   32,   64,   128,                          // corners
       0x05, 0x0a, 0x03, 0x0c, 0x50, 0xa0, 0x30, 0xc0, 0x11, 0x22, 0x44, 0x88, // lines
       0x55, 0xaa, 0x33, 0xcc, 0x0f, 0xf0,                                     // faces
       0xff};                                                                  // interior
    if (simplex)
      return tetrahedron;
    return hexahedron;
  }

  namespace
  {
    /** Index of a point by Gmsh's number of the node. */
    using Indices = std::unordered_map<std::size_t, unsigned int>;

    /** Nodes in the order of their numbers, whatever entity they stand under. */
    Indices
    read_points(MeshFile &mesh, double length_unit)
    {
      std::vector<std::size_t> node_numbers;
      std::vector<double>      coordinates, parametric;
      gmsh::model::mesh::getNodes(node_numbers, coordinates, parametric, -1, -1, false, false);
      std::vector<std::size_t> order(node_numbers.size());
      std::iota(order.begin(), order.end(), 0);
      std::sort(order.begin(), order.end(),
                [&](std::size_t a, std::size_t b) { return node_numbers[a] < node_numbers[b]; });
      Indices index_of_node;
      index_of_node.reserve(order.size());
      mesh.points.reserve(order.size());
      for (const std::size_t i : order)
        {
          index_of_node[node_numbers[i]] = mesh.points.size();
          mesh.points.push_back({{coordinates[3 * i] * length_unit, coordinates[3 * i + 1] * length_unit,
                                  coordinates[3 * i + 2] * length_unit}});
        }
      return index_of_node;
    }

    void
    read_cells(MeshFile &mesh, const ElementKind &kind, const Indices &index_of_node)
    {
      struct NumberedCell
      {
        std::size_t               number;
        MeshFile::Cell            cell;
        std::vector<unsigned int> middles;
      };
      const unsigned int        n_corners = mesh.simplex ? 4 : 8;
      const auto                in_gmsh   = mesh.simplex ? std::span<const unsigned int>(tetrahedron_in_gmsh)
                                                         : std::span<const unsigned int>(hexahedron_in_gmsh);
      std::vector<NumberedCell> numbered_cells;
      for_each_element(3, kind.cell, kind.n_nodes, mesh.regions,
                       [&](std::size_t number, const std::size_t *nodes, unsigned int tag) {
                         NumberedCell next{number, {{}, tag}, {}};
                         for (unsigned int k = 0; k < n_corners; ++k)
                           next.cell.nodes[k] = index_of_node.at(nodes[in_gmsh[k]]);
                         for (unsigned int k = n_corners; k < kind.n_nodes; ++k)
                           next.middles.push_back(index_of_node.at(nodes[in_gmsh[k]]));
                         numbered_cells.push_back(std::move(next));
                       });
      std::stable_sort(numbered_cells.begin(), numbered_cells.end(),
                       [](const auto &a, const auto &b) { return a.number < b.number; });
      mesh.cells.reserve(numbered_cells.size());
      mesh.middles.reserve(numbered_cells.size() * mesh.n_middles());
      for (const NumberedCell &each : numbered_cells)
        {
          mesh.cells.push_back(each.cell);
          mesh.middles.insert(mesh.middles.end(), each.middles.begin(), each.middles.end());
        }
    }

    void
    read_faces(MeshFile &mesh, const ElementKind &kind, const Indices &index_of_node)
    {
      for_each_element(2, kind.face, kind.n_face_nodes, mesh.surfaces,
                       [&](std::size_t, const std::size_t *nodes, unsigned int tag) {
                         if (tag == 0)
                           return;
                         MeshFile::Face face{{}, tag};
                         for (unsigned int k = 0; k < (mesh.simplex ? 3 : 4); ++k)
                           face.nodes[k] = index_of_node.at(nodes[k]);
                         mesh.faces.push_back(face);
                       });
    }

    std::string
    checksum_of(const MeshFile &mesh)
    {
      Checksum checksum;
      for (const auto &point : mesh.points)
        checksum.add(point);
      for (const MeshFile::Cell &cell : mesh.cells)
        checksum.add(cell);
      for (const MeshFile::Face &face : mesh.faces)
        checksum.add(face);
      for (const unsigned int middle : mesh.middles)
        checksum.add(middle);
      return checksum.text();
    }
  } // namespace

  MeshFile
  read_mesh_file(const std::filesystem::path &file, double length_unit)
  {
    if (!std::filesystem::is_regular_file(file))
      throw MeshError("There is no mesh file " + file.string() + ". Make it with vht-mesh, or mend Mesh/File.");
    if (file.extension() != ".msh")
      throw MeshError("The solvers read Gmsh's .msh; " + file.string() +
                      " is of another kind. Convert it: vht-mesh convert " + file.string() + " mesh.msh");

    const GmshSession  session(file);
    const ElementKind &kind = kind_of_cells(file);
    MeshFile           mesh;
    mesh.simplex       = kind.simplex;
    mesh.order         = kind.order;
    const auto indices = read_points(mesh, length_unit);
    read_cells(mesh, kind, indices);
    read_faces(mesh, kind, indices);
    refuse_inverted_cells(mesh, file);
    mesh.checksum = checksum_of(mesh);
    return mesh;
  }

  void
  write_moved_mesh_file(const std::filesystem::path &file,
                        double                       length_unit,
                        const MovedNodes            &nodes,
                        const std::filesystem::path &moved)
  {
    const GmshSession        session(file);
    std::vector<std::size_t> numbers;
    std::vector<double>      coordinates, parametric;
    gmsh::model::mesh::getNodes(numbers, coordinates, parametric, -1, -1, false, false);
    for (std::size_t i = 0; i < numbers.size(); ++i)
      {
        // The same products as in read_mesh_file(): the numbers agree to the last bit.
        const auto place = nodes.find({{coordinates[3 * i] * length_unit, coordinates[3 * i + 1] * length_unit,
                                        coordinates[3 * i + 2] * length_unit}});
        if (place == nodes.end())
          continue;
        std::vector<double> x;
        for (const double component : place->second)
          x.push_back(component / length_unit);
        gmsh::model::mesh::setNode(numbers[i], x, {});
      }
    try
      {
        gmsh::write(moved.string());
      }
    catch (...)
      {
        throw InputError("The mesh " + moved.string() + " cannot be written.");
      }
  }
} // namespace vht
