#include "meshing/formats/formats.h"
#include "meshing/geometry.h"
#include "meshing/gmsh/session.h"
#include "meshing/quadratic.h"
#include "physics/error.h"

#include <gmsh.h>

#include <algorithm>
#include <fstream>
#include <iomanip>
#include <set>

namespace vht::meshing
{
  namespace
  {
    /** Gmsh's numbers of the elements. */
    struct ElementTypes
    {
      int cell, face;
    };

    ElementTypes
    element_types(const TaggedMesh &mesh)
    {
      const bool tets = mesh.shape == CellShape::tetrahedron;
      if (mesh.order() > 1)
        return {tets ? 11 : 12, tets ? 9 : 10};
      return {tets ? 4 : 5, tets ? 2 : 3};
    }

    /** Numbers in either encoding; blanks and line ends exist in ASCII only. */
    class Writer
    {
    public:
      Writer(const std::filesystem::path &file, Encoding encoding)
        : stream_(file, std::ios::binary)
        , binary_(encoding == Encoding::binary)
      {
        stream_ << std::setprecision(17);
      }

      bool
      binary() const
      {
        return binary_;
      }

      void
      text(const std::string &line)
      {
        stream_ << line << '\n';
      }

      template <typename... T>
      void
      numbers(const T &...value)
      {
        (one(value), ...);
      }

      void
      end_line()
      {
        if (!binary_)
          stream_ << '\n';
      }

      void
      end_section(const std::string &name)
      {
        stream_ << (binary_ ? "\n$End" : "$End") << name << '\n';
      }

      bool
      good()
      {
        stream_.flush();
        return stream_.good();
      }

    private:
      template <typename T>
      void
      one(const T &value)
      {
        if (binary_)
          stream_.write(reinterpret_cast<const char *>(&value), sizeof(T));
        else
          stream_ << value << ' ';
      }

      std::ofstream stream_;
      bool          binary_;
    };

    /** Tags of a kind in use, each of which becomes one entity of the file with one physical group of the same number.
     */
    std::vector<Tag>
    tags_in_use(const std::vector<Tag> &tags)
    {
      const std::set<Tag> unique(tags.begin(), tags.end());
      return {unique.begin(), unique.end()};
    }

    struct Bounds
    {
      Point low{{1e300, 1e300, 1e300}}, high{{-1e300, -1e300, -1e300}};

      void
      add(const Point &x)
      {
        for (unsigned d = 0; d < 3; ++d)
          {
            low[d]  = std::min(low[d], x[d]);
            high[d] = std::max(high[d], x[d]);
          }
      }
    };

    void
    write_entities(Writer                   &out,
                   const std::vector<Point> &points,
                   const std::vector<Tag>   &tags,
                   const std::vector<Tag>   &tag_of_item,
                   const std::vector<Index> &nodes,
                   std::size_t               per_item)
    {
      std::map<Tag, Bounds> bounds;
      for (std::size_t i = 0; i < nodes.size(); ++i)
        bounds[tag_of_item[i / per_item]].add(points[nodes[i]]);
      for (const Tag tag : tags)
        {
          const auto &[low, high] = bounds[tag];
          out.numbers(tag, low[0], low[1], low[2], high[0], high[1], high[2]);
          out.numbers(std::size_t(1), tag, std::size_t(0));
          out.end_line();
        }
    }

    void
    write_elements(Writer                   &out,
                   int                       dimension,
                   int                       type,
                   const std::vector<Tag>   &tags,
                   const std::vector<Tag>   &tag_of_item,
                   const std::vector<Index> &nodes,
                   std::size_t               per_item,
                   std::size_t               first_number)
    {
      for (const Tag tag : tags)
        {
          const std::size_t n = std::count(tag_of_item.begin(), tag_of_item.end(), tag);
          out.numbers(dimension, tag, type, n);
          out.end_line();
          for (std::size_t i = 0; i < tag_of_item.size(); ++i)
            if (tag_of_item[i] == tag)
              {
                out.numbers(first_number + i);
                for (std::size_t k = 0; k < per_item; ++k)
                  out.numbers(std::size_t(nodes[i * per_item + k]) + 1);
                out.end_line();
              }
        }
    }

    void
    write_data(Writer &out, const std::string &section, const Field &field)
    {
      // Gmsh's views know scalars, vectors and tensors.
      const int shown = field.components == 1 ? 1 : field.components <= 3 ? 3 : 9;
      out.text("$" + section);
      out.text("1\n\"" + field.name + "\"\n1\n0\n3\n0\n" + std::to_string(shown) + "\n" +
               std::to_string(field.values.size() / field.components));
      for (std::size_t i = 0; i < field.values.size() / field.components; ++i)
        {
          out.numbers(static_cast<int>(i + 1));
          for (int k = 0; k < shown; ++k)
            out.numbers(k < static_cast<int>(field.components) ? field.values[i * field.components + k] : 0.);
          out.end_line();
        }
      out.end_section(section);
    }

    /** The views that Gmsh made of $NodeData and $ElementData. */
    void
    read_data(TaggedMesh &mesh)
    {
      std::vector<int> views;
      gmsh::view::getTags(views);
      for (const int view : views)
        {
          std::string                      kind;
          std::vector<std::size_t>         numbers;
          std::vector<std::vector<double>> data;
          double                           time;
          int                              components;
          gmsh::view::getModelData(view, 0, kind, numbers, data, time, components);
          const bool        on_cells = kind == "ElementData";
          const std::size_t n        = on_cells ? mesh.n_cells() : mesh.points.size();
          if (numbers.size() != n || (!on_cells && kind != "NodeData"))
            continue; // data on a part of the mesh has no place in a field
          std::vector<std::size_t> order(n);
          for (std::size_t i = 0; i < n; ++i)
            order[i] = i;
          std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return numbers[a] < numbers[b]; });
          Field field{"", static_cast<unsigned>(components), {}};
          gmsh::option::getString("View[" + std::to_string(gmsh::view::getIndex(view)) + "].Name", field.name);
          for (const std::size_t i : order)
            field.values.insert(field.values.end(), data[i].begin(), data[i].end());
          (on_cells ? mesh.cell_data : mesh.point_data).push_back(field);
        }
    }

    void
    expect_gmsh_header(const std::filesystem::path &file)
    {
      std::ifstream stream(file);
      std::string   header, version;
      std::getline(stream, header);
      std::getline(stream, version);
      if (header.rfind("$MeshFormat", 0) != 0)
        throw MeshError(file.string() + ":1: a Gmsh mesh begins with $MeshFormat; found \"" + header.substr(0, 40) +
                        "\".");
      if (version.rfind("2.", 0) != 0 && version.rfind("4.", 0) != 0)
        throw MeshError(file.string() + ":2: the versions 2 and 4 of Gmsh's format are read; found \"" +
                        version.substr(0, 40) + "\".");
    }
  } // namespace


  TaggedMesh
  read_gmsh(const std::filesystem::path &file)
  {
    expect_gmsh_header(file);
    const GmshSession session;
    try
      {
        gmsh::open(file.string());
        TaggedMesh mesh = session.current_mesh();
        read_data(mesh);
        return mesh;
      }
    catch (const MeshError &error)
      {
        throw MeshError(file.string() + ": " + error.what());
      }
    catch (...) // Gmsh throws objects that carry nothing
      {
        throw MeshError(file.string() + ": " + session.last_error());
      }
  }

  void
  write_gmsh(const TaggedMesh &mesh, const std::filesystem::path &file, Encoding encoding)
  {
    const NodeLists    nodes(mesh);
    const ElementTypes types   = element_types(mesh);
    const auto         regions = tags_in_use(mesh.regions), surfaces = tags_in_use(mesh.surfaces);

    Writer out(file, encoding);
    out.text(std::string("$MeshFormat\n4.1 ") + (out.binary() ? "1 8" : "0 8"));
    if (out.binary())
      {
        out.numbers(1);
        out.text("");
      }
    out.text("$EndMeshFormat\n$PhysicalNames\n" + std::to_string(regions.size() + surfaces.size()));
    for (const Tag tag : surfaces)
      out.text("2 " + std::to_string(tag) + " \"" + mesh.surface_names.at(tag) + "\"");
    for (const Tag tag : regions)
      out.text("3 " + std::to_string(tag) + " \"" + mesh.region_names.at(tag) + "\"");
    out.text("$EndPhysicalNames\n$Entities");
    out.numbers(std::size_t(0), std::size_t(0), surfaces.size(), regions.size());
    out.end_line();
    write_entities(out, nodes.points(), surfaces, mesh.surfaces, nodes.faces(), nodes.per_face());
    write_entities(out, nodes.points(), regions, mesh.regions, nodes.cells(), nodes.per_cell());
    out.end_section("Entities");

    // One block of points, under the first volume: Gmsh does not ask where a point of a discrete mesh lies.
    const std::size_t n_points = nodes.points().size();
    out.text("$Nodes");
    out.numbers(std::size_t(1), n_points, std::size_t(1), n_points);
    out.end_line();
    out.numbers(3, regions.at(0), 0, n_points);
    out.end_line();
    for (std::size_t i = 1; i <= n_points; ++i)
      {
        out.numbers(i);
        out.end_line();
      }
    for (const Point &x : nodes.points())
      {
        out.numbers(x[0], x[1], x[2]);
        out.end_line();
      }
    out.end_section("Nodes");

    // Cells are numbered first and in their order, so that whoever sorts by number finds cell data in place.
    const std::size_t n_elements = mesh.n_cells() + mesh.n_faces();
    out.text("$Elements");
    out.numbers(surfaces.size() + regions.size(), n_elements, std::size_t(1), n_elements);
    out.end_line();
    write_elements(out, 2, types.face, surfaces, mesh.surfaces, nodes.faces(), nodes.per_face(), mesh.n_cells() + 1);
    write_elements(out, 3, types.cell, regions, mesh.regions, nodes.cells(), nodes.per_cell(), 1);
    out.end_section("Elements");

    for (const Field &field : nodes.point_data())
      write_data(out, "NodeData", field);
    for (const Field &field : mesh.cell_data)
      write_data(out, "ElementData", field);
    if (!out.good())
      throw InputError("The mesh cannot be written to " + file.string() + ": is the folder writable, is there space?");
  }
} // namespace vht::meshing
