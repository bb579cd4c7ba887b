#include "meshing/pipeline/stages.h"

#include "meshing/pipeline/empty_names.h"
#include "meshing/pipeline/refine_places.h"
#include "meshing/quadratic.h"
#include "meshing/shapes/box.h"
#include "meshing/transform.h"
#include "physics/error.h"
#include "solvers/core/version.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace vht::meshing
{
  namespace
  {
    CellShape
    shape_of_cells(const MeshCase &c)
    {
      return c.cells == "tetrahedra" ? CellShape::tetrahedron : CellShape::hexahedron;
    }

    TaggedMesh
    box(const MeshCase &c, const Say &say)
    {
      Box box{c.slab, c.size, shape_of_cells(c)};
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
    ventricles(Ventricles shape, double size, CellShape cells)
    {
      shape.size = size;
      return cells == CellShape::hexahedron ? make_hexahedral_ventricle(shape) : make_ventricles(shape);
    }

    TaggedMesh
    made_from_shape(const MeshCase &c, const Say &say)
    {
      if (c.source == "left ventricle")
        return ventricles(c.left_ventricle, c.size, shape_of_cells(c));
      if (c.source == "biventricle")
        return ventricles(c.biventricle, c.size, CellShape::tetrahedron);
      if (const Shape *shape = c.shape(); shape != nullptr)
        return shape->make(c.size, shape_of_cells(c));
      return box(c, say);
    }

    void
    put_in_place(const MeshCase &c, TaggedMesh &mesh)
    {
      if (!c.transform.is_identity())
        transform(mesh, c.transform.affine());
    }

    /** The sections Ends and End NAME are shared by surfaces and networks. */
    Closing
    ends_of(const SurfaceCase &c)
    {
      Closing ends{{}, c.wall, c.extension, 0};
      for (const auto &end : c.ends)
        ends.names.push_back({end.name, end.point});
      return ends;
    }

    std::vector<StageStep>
    steps_to_volume(const MeshCase &c, const std::filesystem::path &output, const Say &say)
    {
      if (c.source == "image")
        return steps_of(c.image, c.mesher, say);
      if (c.source == "surface")
        return steps_of(c.triangulation, c.size, c.mesher, c.gates, output, say);
      if (c.source == "network")
        return steps_of(c.network, ends_of(c.triangulation), c.triangulation.layers, c.size, shape_of_cells(c),
                        c.mesher, output, say);
      if (c.source == "file")
        return {{Stage::import, [&](StageState &state) {
                   state.mesh = read_mesh(c.file, length_of_unit(c.length_unit), c.nodes);
                   if (const std::string empty = empty_names(c.file, state.mesh); !empty.empty())
                     say("Warning: " + empty);
                   refuse_quadratic(state.mesh, "a case");
                 }}};
      return {{Stage::volume, [&](StageState &state) { state.mesh = made_from_shape(c, say); }}};
    }
  } // namespace


  std::vector<StageStep>
  steps_of(const MeshCase &c, const std::filesystem::path &output, const Say &say)
  {
    std::vector<StageStep> steps = steps_to_volume(c, output, say);
    steps.push_back({Stage::tags, [&](StageState &state) {
                       say(std::to_string(state.mesh.n_cells()) + " cells and " +
                           std::to_string(state.mesh.points.size()) + " nodes from " +
                           (c.source == "file" ? c.file.string() : "the source \"" + c.source + "\"") + ".");
                       put_in_place(c, state.mesh);
                       state.mesh = refine_as_asked(c, apply_rules(c, std::move(state.mesh), say), say);
                     }});
    return steps;
  }

  TaggedMesh
  read_source(const MeshCase &c, const Say &say, Facts &facts, const std::filesystem::path &output)
  {
    StageState state = in_one_go(steps_to_volume(c, output, say));
    facts            = std::move(state.facts);
    put_in_place(c, state.mesh);
    return std::move(state.mesh);
  }

  TaggedMesh
  read_source(const MeshCase &c, const Say &say)
  {
    Facts facts;
    return read_source(c, say, facts);
  }

  void
  judge_volumes(const MeshCase &c, const Facts &facts, const Say &say)
  {
    std::string too_much;
    for (const auto &[region, drift] : facts.drifts)
      {
        const std::string text = region + ": " + facts.texts.at("volume of " + region);
        const bool        warn = c.gates.drift.warned > 0 && std::abs(drift) > c.gates.drift.warned;
        say((warn ? "Note the difference in volume of " : "Volume of ") + text + ".");
        if (c.gates.drift.refused > 0 && std::abs(drift) > c.gates.drift.refused)
          too_much += "\n  " + text;
      }
    if (!too_much.empty())
      throw GateError("The mesh has other volumes than the source; allowed by Gates/Volume drift are " +
                      std::to_string(100 * c.gates.drift.refused) + " %:" + too_much +
                      "\nMake sizes and distances smaller, or smoothing less.");
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
    mesh = remesh_as_asked(std::move(mesh), c.remeshing, say);
    if (c.source != "surface") // its triangles have these sizes already
      mesh = refine_places(std::move(mesh), c.triangulation.sizes.places, c.triangulation.gradient, say);
    Subdivision subdivision = c.refinement;
    if (c.order > 1)
      {
        subdivision.order = c.order;
        subdivision.exact = c.exact_surfaces();
      }
    return subdivide(std::move(mesh), subdivision, say);
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
