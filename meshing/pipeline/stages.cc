#include "meshing/pipeline/stages.h"

#include "meshing/refine.h"
#include "meshing/shapes/box.h"
#include "physics/error.h"
#include "solvers/core/version.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace vht::meshing
{
  namespace
  {
    TaggedMesh
    box(const MeshCase &c, const Say &say)
    {
      Box box{c.slab, c.size, c.cells == "tetrahedra" ? CellShape::tetrahedron : CellShape::hexahedron};
      if (c.source == "cable")
        {
          const double width = c.cable_width > 0 ? c.cable_width : c.size;
          box.extent         = {{c.cable_length, width, width}};
        }
      const auto n = subdivisions(box);
      for (unsigned d = 0; d < 3; ++d)
        if (const double spacing = box.extent[d] / static_cast<double>(n[d]); std::abs(spacing / c.size - 1) > 1e-6)
          {
            std::ostringstream text;
            text << "The size " << 1e3 * c.size << " mm does not divide the extent in "
                 << "xyz"[d] << "; the spacing is " << 1e3 * spacing << " mm there.";
            say(text.str());
          }
      return make_box(box);
    }

    TaggedMesh
    ventricles(Ventricles shape, double size)
    {
      shape.size = size;
      return make_ventricles(shape);
    }

    TaggedMesh
    network(const MeshCase &c, const std::filesystem::path &output, const Say &say, Facts &facts)
    {
      Closing ends{{}, c.triangulation.wall, c.triangulation.extension, 0};
      for (const auto &end : c.triangulation.ends)
        ends.names.push_back({end.name, end.point});
      return mesh_network(c.network, ends, c.triangulation.layers, c.size,
                          c.cells == "tetrahedra" ? CellShape::tetrahedron : CellShape::hexahedron, output, say, facts);
    }
  } // namespace


  TaggedMesh
  read_source(const MeshCase &c, const Say &say, Facts &facts, const std::filesystem::path &output)
  {
    if (c.source == "image")
      return mesh_image(c.image, say, facts);
    if (c.source == "file")
      return read_mesh(c.file, length_of_unit(c.length_unit));
    if (c.source == "surface")
      return mesh_surface(c.triangulation, c.size, c.gates, output, say);
    if (c.source == "network")
      return network(c, output, say, facts);
    if (c.source == "left ventricle")
      return ventricles(c.left_ventricle, c.size);
    if (c.source == "biventricle")
      return ventricles(c.biventricle, c.size);
    if (const Shape *shape = c.shape(); shape != nullptr)
      return shape->make(c.size, c.cells == "tetrahedra" ? CellShape::tetrahedron : CellShape::hexahedron);
    return box(c, say);
  }

  TaggedMesh
  read_source(const MeshCase &c, const Say &say)
  {
    Facts facts;
    return read_source(c, say, facts);
  }

  TaggedMesh
  apply_rules(const MeshCase &c, TaggedMesh mesh, const Say &say)
  {
    if (!c.regions.empty() || !c.surfaces.empty() || c.largest_part_only)
      {
        Extraction extraction = extract(mesh, c.regions, c.surfaces, c.largest_part_only);
        mesh                  = std::move(extraction.mesh);
        for (std::size_t i = 0; i < c.surfaces.size(); ++i)
          say("Surface " + c.surfaces[i].name + " took " + std::to_string(extraction.faces_of_rule[i]) + " faces.");
        if (extraction.dropped_cells > 0)
          say(std::to_string(extraction.dropped_cells) + " cells of small loose parts were dropped.");
      }
    if (c.smallest_patch > 1)
      say(std::to_string(absorb_small_patches(mesh, c.smallest_patch)) + " faces in patches of fewer than " +
          std::to_string(c.smallest_patch) + " went to the surface around them.");
    return mesh;
  }

  TaggedMesh
  refine_as_asked(const MeshCase &c, TaggedMesh mesh, const Say &say)
  {
    for (unsigned i = 0; i < c.refinements; ++i)
      mesh = refine(mesh);
    unsigned more = 0;
    if (c.target_edge > 0)
      mesh = refine_to(std::move(mesh), c.target_edge, more);
    if (const unsigned times = c.refinements + more; times > 0)
      say("Refined " + std::to_string(times) + (times == 1 ? " time." : " times."));
    return mesh;
  }

  Summary
  write_all(const TaggedMesh            &mesh,
            const std::filesystem::path &file,
            Encoding                     encoding,
            bool                         vtu,
            const Provenance            &provenance)
  {
    std::filesystem::path beside = file;
    write_mesh(mesh, file, encoding);
    if (vtu)
      write_mesh(mesh, beside.replace_extension(".vtu"), encoding);
    const Summary summary = summarise(mesh);
    write_sidecar(summary, provenance, beside.replace_extension(".json"));
    return summary;
  }

  std::string
  tool_with_version()
  {
    return std::string("vht-mesh ") + version + " (" + git_hash + (git_changed ? ", changed" : "") + ")";
  }
} // namespace vht::meshing
