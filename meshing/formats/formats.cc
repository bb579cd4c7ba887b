#include "meshing/formats/formats.h"

#include "physics/error.h"

#include <boost/algorithm/string/case_conv.hpp>
#include <unistd.h>

#include <algorithm>
#include <cctype>

namespace vht::meshing
{
  namespace
  {
    struct Format
    {
      std::vector<std::string> extensions;
      TaggedMesh (*read)(const std::filesystem::path &);
      void (*write)(const TaggedMesh &, const std::filesystem::path &, Encoding);
      double length_unit   = 1;
      bool   orients_cells = true; ///< does the format say in which order the corners of a cell stand?
    };

    const std::vector<Format> &
    formats()
    {
      static const std::vector<Format> all = {{{".msh"}, read_gmsh, write_gmsh},
                                              {{".vtu"}, read_vtk, write_vtu},
                                              {{".vtk"}, read_vtk, nullptr},
                                              {{".node", ".ele"}, read_tetgen, nullptr},
                                              {{".pts", ".elem"}, read_carp, nullptr, 1e-6},
                                              {{".xdmf"}, read_xdmf, nullptr, 1, false}};
      return all;
    }

    const Format *
    format_of(const std::filesystem::path &file)
    {
      const std::string extension = boost::algorithm::to_lower_copy(file.extension().string());
      for (const Format &format : formats())
        if (std::find(format.extensions.begin(), format.extensions.end(), extension) != format.extensions.end())
          return &format;
      return nullptr;
    }

    /** Tags of a file may be 0 or negative; ours are positive. */
    void
    make_positive(std::vector<Tag> &tags, NameTable &names, const std::string &kind)
    {
      if (tags.empty())
        return;
      const auto [lowest, highest] = std::minmax_element(tags.begin(), tags.end());
      if (*lowest > 0)
        return;
      if (*lowest < 0)
        throw MeshError("The tag " + std::to_string(*lowest) + " of a " + kind +
                        " is negative. Tags must be 0 or more.");
      const Tag replacement = *highest + 1;
      std::replace(tags.begin(), tags.end(), 0, replacement);
      names.try_emplace(replacement, kind + "_0");
    }

    void
    replace_points(TaggedMesh &mesh, const std::filesystem::path &file, const std::filesystem::path &nodes)
    {
      const std::string extension = boost::algorithm::to_lower_copy(nodes.extension().string());
      if (extension != ".node" && extension != ".pts")
        throw MeshError("Nodes are read from .node (TetGen) or .pts (CARP); found " + nodes.string() + ".");
      if (!std::filesystem::exists(nodes))
        throw MeshError("There is no file of nodes " + nodes.string() + ".");
      std::vector<Point> points = extension == ".node" ? read_tetgen_points(nodes) : read_carp_points(nodes);
      if (points.size() != mesh.points.size())
        throw MeshError(nodes.string() + " has " + std::to_string(points.size()) + " nodes, but the mesh " +
                        file.string() + " has " + std::to_string(mesh.points.size()) +
                        ". It must have as many, in the same order.");
      mesh.points = std::move(points);
    }
  } // namespace


  double
  usual_length_unit(const std::filesystem::path &file)
  {
    const Format *format = format_of(file);
    return format != nullptr ? format->length_unit : 1;
  }

  TaggedMesh
  read_mesh(const std::filesystem::path &file, double length_unit, const std::filesystem::path &nodes)
  {
    const Format *format = format_of(file);
    if (format == nullptr)
      throw MeshError("The ending of " + file.string() +
                      " is unknown. Meshes are read from .msh, .vtu, .vtk, .node or .ele, .pts or .elem, and .xdmf.");
    if (!std::filesystem::exists(file))
      throw MeshError("There is no mesh file " + file.string() + ".");
    TaggedMesh mesh = format->read(file);
    if (!nodes.empty())
      replace_points(mesh, file, nodes);
    make_positive(mesh.regions, mesh.region_names, "region");
    make_positive(mesh.surfaces, mesh.surface_names, "surface");
    name_unnamed_tags(mesh);
    scale(mesh, length_unit);
    // Programs differ in what they call positive, but a few cells the other way round are inverted: check() finds them.
    if (format->orients_cells)
      orient_like_most(mesh);
    else
      orient_cells(mesh);
    return mesh;
  }

  void
  write_mesh(const TaggedMesh &mesh, const std::filesystem::path &file, Encoding encoding)
  {
    const Format *format = format_of(file);
    if (format == nullptr || format->write == nullptr)
      throw InputError("A mesh can be written as .msh or .vtu, not as " + file.filename().string() + ".");
    // Written aside and renamed: a mesh that was there stays until the new one is complete.
    std::filesystem::path aside = file;
    aside.replace_filename(file.stem().string() + ".writing-" + std::to_string(getpid()) + file.extension().string());
    try
      {
        format->write(mesh, aside, encoding);
        std::filesystem::rename(aside, file);
      }
    catch (const std::filesystem::filesystem_error &)
      {
        std::error_code ignored;
        std::filesystem::remove(aside, ignored);
        throw InputError("The mesh cannot be written to " + file.string() + ": is the folder there and writable?");
      }
    catch (...)
      {
        std::error_code ignored;
        std::filesystem::remove(aside, ignored);
        throw;
      }
  }
} // namespace vht::meshing
