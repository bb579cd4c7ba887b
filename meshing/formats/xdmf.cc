#include "meshing/formats/formats.h"
#include "meshing/formats/hdf5_file.h"
#include "meshing/topology.h"
#include "physics/error.h"

#include <boost/algorithm/string/case_conv.hpp>
#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <sstream>

namespace vht::meshing
{
  namespace
  {
    using Element = boost::property_tree::ptree;

    struct Values
    {
      std::string         name;
      std::vector<double> numbers;
    };

    /** One Grid of the file: its cells, and numbers on them. */
    struct Grid
    {
      std::string         kind; ///< "tetrahedron", "triangle", ...
      std::vector<double> topology;
      std::vector<Values> cell_values;
    };

    std::string
    attribute(const Element &element, const std::string &name, const std::string &otherwise)
    {
      return element.get("<xmlattr>." + name, otherwise);
    }

    /** What an XDMF file holds, with its numbers, before it is understood as a mesh. */
    class XdmfFile
    {
    public:
      explicit XdmfFile(const std::filesystem::path &file)
        : file_(file)
      {
        Element root;
        try
          {
            boost::property_tree::read_xml(file.string(), root);
          }
        catch (const boost::property_tree::xml_parser_error &error)
          {
            throw MeshError(file.string() + ":" + std::to_string(error.line()) +
                            ": this cannot be read as XML: " + error.message() + ".");
          }
        const auto domain = root.get_child_optional("Xdmf.Domain");
        if (!domain)
          complain("there is no element Domain inside Xdmf");
        visit(*domain);
      }

      const std::vector<double> &
      coordinates() const
      {
        return coordinates_;
      }

      const std::vector<Grid> &
      grids() const
      {
        return grids_;
      }

      [[noreturn]] void
      complain(const std::string &message) const
      {
        throw MeshError(file_.string() + ": " + message + ".");
      }

    private:
      /** Grids may lie in collections, for example in time. */
      void
      visit(const Element &parent)
      {
        for (const auto &[kind, element] : parent)
          if (kind == "Grid" && attribute(element, "GridType", "Uniform") == "Uniform")
            add(element);
          else if (kind == "Grid")
            visit(element);
      }

      void
      add(const Element &element)
      {
        if (const auto geometry = element.get_child_optional("Geometry"); geometry && coordinates_.empty())
          if (const auto item = geometry->get_child_optional("DataItem"))
            {
              const std::string type = attribute(*geometry, "GeometryType", attribute(*geometry, "Type", "XYZ"));
              if (type != "XYZ")
                complain("the geometry must be of the type XYZ, found " + type);
              coordinates_ = numbers(*item);
            }

        Grid grid;
        if (const auto topology = element.get_child_optional("Topology"))
          {
            grid.kind =
              boost::algorithm::to_lower_copy(attribute(*topology, "TopologyType", attribute(*topology, "Type", "")));
            if (const auto item = topology->get_child_optional("DataItem"))
              grid.topology = numbers(*item);
          }
        for (const auto &[kind, child] : element)
          if (kind == "Attribute" && attribute(child, "Center", "Node") == "Cell")
            if (const auto item = child.get_child_optional("DataItem"))
              grid.cell_values.push_back({attribute(child, "Name", "f"), numbers(*item)});
        if (!grid.topology.empty())
          grids_.push_back(std::move(grid));
      }

      std::vector<double>
      numbers(const Element &item) const
      {
        std::string       text   = item.data();
        const std::string format = attribute(item, "Format", "XML");
        if (format == "HDF")
          {
            text.erase(0, text.find_first_not_of(" \t\r\n"));
            text.erase(text.find_last_not_of(" \t\r\n") + 1);
            const std::size_t colon = text.find(":/");
            if (colon == std::string::npos)
              complain("a DataItem in HDF5 must say \"file.h5:/path\", found \"" + text + "\"");
            return read_hdf5(file_.parent_path() / text.substr(0, colon), text.substr(colon + 1));
          }
        if (format != "XML")
          complain("a DataItem has the format \"" + format + "\"; HDF and XML are read");
        std::istringstream  stream(text);
        std::vector<double> values;
        for (double value; stream >> value;)
          values.push_back(value);
        if (!stream.eof())
          complain("a DataItem holds something that is not a number, after " + std::to_string(values.size()) +
                   " numbers");
        return values;
      }

      std::filesystem::path file_;
      std::vector<double>   coordinates_;
      std::vector<Grid>     grids_;
    };

    /** FEniCS marks every facet; 0 and the largest number of its type say that it has no marker. */
    bool
    is_marker(double value)
    {
      return value >= 1 && value <= 1e9 && value == std::floor(value);
    }

    std::vector<Index>
    connectivity(const XdmfFile &file, const Grid &grid, std::size_t corners, std::size_t n_points)
    {
      if (grid.topology.size() % corners != 0)
        file.complain("a topology of the kind " + grid.kind + " has " + std::to_string(grid.topology.size()) +
                      " numbers, which is no multiple of " + std::to_string(corners));
      std::vector<Index> indices;
      indices.reserve(grid.topology.size());
      for (const double number : grid.topology)
        {
          if (!(number >= 0 && number < static_cast<double>(n_points)))
            file.complain("cell " + std::to_string(indices.size() / corners) + " refers to point " +
                          std::to_string(static_cast<long>(number)) + " of " + std::to_string(n_points));
          indices.push_back(static_cast<Index>(number));
        }
      return indices;
    }

    void
    check_length(const XdmfFile &file, const Values &values, std::size_t n_cells)
    {
      if (values.numbers.size() % std::max<std::size_t>(1, n_cells) != 0 || values.numbers.size() < n_cells)
        file.complain("the attribute \"" + values.name + "\" has " + std::to_string(values.numbers.size()) +
                      " numbers for " + std::to_string(n_cells) + " cells");
    }

    void
    add_faces(TaggedMesh &mesh, const XdmfFile &file, const Grid &grid)
    {
      const std::size_t corners = n_face_corners(mesh.shape);
      const auto        faces   = connectivity(file, grid, corners, mesh.points.size());
      for (const Values &values : grid.cell_values)
        {
          check_length(file, values, faces.size() / corners);
          for (std::size_t i = 0; i < values.numbers.size(); ++i)
            if (is_marker(values.numbers[i]))
              mesh.add_face(std::span(faces).subspan(i * corners, corners), static_cast<Tag>(values.numbers[i]));
        }
    }

    /** Markers on cells are regions. A later grid may list the cells in another order than the mesh. */
    void
    add_cell_values(TaggedMesh &mesh, const XdmfFile &file, const Grid &grid)
    {
      using Key                 = std::array<Index, 8>;
      const std::size_t corners = n_corners(mesh.shape);
      const auto        cells   = connectivity(file, grid, corners, mesh.points.size());
      const auto        key     = [corners](const Index *cell) {
        Key sorted{};
        std::copy_n(cell, corners, sorted.begin());
        std::sort(sorted.begin(), sorted.begin() + corners);
        return sorted;
      };
      std::map<Key, std::size_t> place;
      if (cells != mesh.cells)
        for (std::size_t i = 0; i < cells.size() / corners; ++i)
          place[key(&cells[i * corners])] = i;

      for (const Values &values : grid.cell_values)
        {
          check_length(file, values, cells.size() / corners);
          const std::size_t components = values.numbers.size() * corners / cells.size();
          Field             field{values.name, static_cast<unsigned>(components), {}};
          for (std::size_t i = 0; i < mesh.n_cells(); ++i)
            {
              const auto found = place.find(key(&mesh.cells[i * corners]));
              if (!place.empty() && found == place.end())
                file.complain("the attribute \"" + values.name + "\" lives on other cells than the mesh");
              const std::size_t source = place.empty() ? i : found->second;
              for (std::size_t k = 0; k < components; ++k)
                field.values.push_back(values.numbers[source * components + k]);
            }
          if (components == 1 && std::all_of(field.values.begin(), field.values.end(), is_marker))
            mesh.regions.assign(field.values.begin(), field.values.end());
          else
            mesh.cell_data.push_back(std::move(field));
        }
    }
  } // namespace


  TaggedMesh
  read_xdmf(const std::filesystem::path &path)
  {
    const XdmfFile file(path);
    TaggedMesh     mesh;
    if (file.coordinates().empty() || file.coordinates().size() % 3 != 0)
      file.complain("no Grid has a Geometry with three coordinates for each point");
    for (std::size_t i = 0; i < file.coordinates().size(); i += 3)
      mesh.points.push_back({{file.coordinates()[i], file.coordinates()[i + 1], file.coordinates()[i + 2]}});

    const auto is_volume = [](const Grid &grid) { return grid.kind == "tetrahedron" || grid.kind == "hexahedron"; };
    const auto volume    = std::find_if(file.grids().begin(), file.grids().end(), is_volume);
    if (volume == file.grids().end())
      file.complain("no Grid has a Topology of the kind Tetrahedron or Hexahedron; other cells are not read");
    mesh.shape = volume->kind == "tetrahedron" ? CellShape::tetrahedron : CellShape::hexahedron;
    mesh.cells = connectivity(file, *volume, n_corners(mesh.shape), mesh.points.size());
    mesh.regions.assign(mesh.cells.size() / n_corners(mesh.shape), 1);

    const std::string face_kind = mesh.shape == CellShape::tetrahedron ? "triangle" : "quadrilateral";
    for (const Grid &grid : file.grids())
      if (grid.kind == volume->kind)
        add_cell_values(mesh, file, grid);
      else if (grid.kind == face_kind)
        add_faces(mesh, file, grid);
    return mesh;
  }
} // namespace vht::meshing
