#include "meshing/pipeline/mesh_verbs.h"

#include "meshing/extract.h"
#include "meshing/pipeline/empty_names.h"
#include "meshing/pipeline/stages.h"
#include "meshing/pipeline/surface_verbs.h"
#include "meshing/quadratic.h"
#include "physics/error.h"
#include "physics/units.h"

#include <algorithm>
#include <charconv>
#include <iostream>

namespace vht::meshing
{
  std::string
  Request::text(const std::string &option, const std::string &otherwise) const
  {
    const auto found = options.find(option);
    return found == options.end() || found->second.empty() ? otherwise : found->second.front();
  }

  Request::Words
  Request::words(const std::string &option) const
  {
    const auto found = options.find(option);
    return found == options.end() ? Words() : found->second;
  }

  double
  Request::number(const std::string &option, const std::string &unit, double otherwise) const
  {
    if (!has(option))
      return otherwise;
    try
      {
        return to_si(text(option), unit);
      }
    catch (const InputError &error)
      {
        throw InputError("--" + option + ": " + error.what());
      }
  }

  unsigned
  Request::count(const std::string &option, unsigned otherwise) const
  {
    if (!has(option))
      return otherwise;
    const std::string word = text(option);
    unsigned          value;
    const auto [stop, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc() || stop != word.data() + word.size())
      throw InputError("--" + option + ": \"" + word + "\" is no whole number from 0 on.");
    return value;
  }

  void
  Request::say(const std::string &text) const
  {
    if (!has("quiet"))
      std::cout << text << std::flush;
  }

  TaggedMesh
  read_mesh_of(const Request &request, std::size_t file, bool curved_allowed)
  {
    const auto &path = request.files.at(file);
    TaggedMesh  mesh = read_mesh(path, request.has("length-unit") ? request.length_unit : usual_length_unit(path));
    if (const std::string empty = empty_names(path, mesh); !empty.empty())
      std::cerr << "warning: " << empty << "\n";
    if (!curved_allowed)
      refuse_quadratic(mesh, "this verb");
    return mesh;
  }

  void
  write_mesh_of(const Request &request, const TaggedMesh &mesh, const Facts &facts)
  {
    const auto  &out    = request.files.back();
    const Report report = meshing::check(mesh, request.gates);
    refuse_defects(report, "for " + out.string());
    if (!report.findings.empty())
      std::cerr << "warning: the mesh can be used, but:\n" << describe(report) << "\n";
    const Encoding encoding = request.has("ascii") ? Encoding::ascii : Encoding::binary;
    request.say(as_table(write_all(mesh, out, encoding, false,
                                   {tool_with_version(), request.files.front().filename().string(), "", facts})));
  }

  namespace
  {
    void
    check_verb(const Request &request)
    {
      const TaggedMesh mesh   = read_mesh_of(request, 0, true);
      const Report     report = meshing::check(mesh, request.gates);
      request.say(as_table(summarise(mesh)) + "\n");
      refuse_defects(report, request.files[0].string());
      request.say(report.findings.empty() ? "No defect was found.\n"
                                          : "The mesh can be used, but:\n" + describe(report));
    }

    void
    quality_verb(const Request &request)
    {
      const TaggedMesh mesh    = read_mesh_of(request, 0, true);
      const Summary    summary = summarise(mesh);
      request.say(as_table(summary) + "\n" + histograms(summary.quality, mesh.shape) +
                  "\n  the worst cell lies around " +
                  in_millimetres(centre(mesh, mesh.cell(summary.quality.shape.worst))) + "\n");
    }

    void
    convert_verb(const Request &request)
    {
      TaggedMesh mesh = read_mesh_of(request, 0, true);
      if (const std::size_t turned = orient_cells(mesh); turned > 0)
        request.say(std::to_string(turned) + " inverted cells were turned.\n");
      drop_unused_points(mesh);
      write_mesh_of(request, mesh);
    }

    void
    extract_verb(const Request &request)
    {
      if (!request.has("regions"))
        throw InputError("extract needs --regions NAME, one or several.");
      const TaggedMesh        source = read_mesh_of(request);
      std::vector<RegionRule> rules;
      for (const std::string &name : request.words("regions"))
        rules.push_back({name, {name}});
      // Faces against what is left out get a name of their own; rules for more than that belong into a case file.
      std::vector<SurfaceRule> surfaces;
      for (const auto &[tag, name] : source.surface_names)
        surfaces.push_back({.name = name, .markers = {name}, .of_regions = {}, .facing = {}, .between = {}});
      surfaces.push_back(
        {.name = "cut", .markers = {}, .of_regions = {}, .facing = {}, .between = {}, .remaining = true});
      Extraction extraction = extract(source, rules, surfaces, request.has("largest-part"));
      for (std::size_t i = 0; i < surfaces.size(); ++i)
        if (extraction.faces_of_rule[i] == 0)
          std::erase_if(extraction.mesh.surface_names,
                        [&](const auto &entry) { return entry.second == surfaces[i].name; });
      write_mesh_of(request, extraction.mesh);
    }

    std::map<std::string, Verb>
    with_surface_verbs(std::map<std::string, Verb> verbs)
    {
      verbs.insert(surface_verbs().begin(), surface_verbs().end());
      return verbs;
    }

    /** The options of verbs that subdivide cells. */
    std::vector<VerbOption>
    with_curving(std::vector<VerbOption> options)
    {
      options.insert(options.end(),
                     {{"curved", "", "new points go onto a smooth surface through the old ones"},
                      {"sharp-angle", "ANGLE", "with --curved: edges bent by more stay (40 degree)"},
                      {"surface", "FILE", "new points go onto these finer triangles: .stl, .ply, .obj, .vtp, .vtk"},
                      {"surface-unit", "UNIT", "what one unit of that file is: m, mm, ...; must be given"}});
      return options;
    }
  } // namespace


  const std::map<std::string, Verb> &
  mesh_verbs()
  {
    static const std::map<std::string, Verb> all = with_surface_verbs(
      {{"check", {"MESH", "refuse a mesh that solvers cannot use", {}, Verb::Result::text, check_verb}},
       {"quality", {"MESH", "how good the cells are, with histograms", {}, Verb::Result::text, quality_verb}},
       {"convert",
        {"IN OUT", "write another format, lengths in metres, cells oriented", {}, Verb::Result::mesh, convert_verb}},
       {"refine",
        {"IN OUT", "split every cell into eight",
         with_curving(
           {{"times", "N", "how often"}, {"edge", "LENGTH", "until the mean edge is not longer, as \"0.5 mm\""}}),
         Verb::Result::mesh, refine_verb}},
       {"extract",
        {"IN OUT",
         "take regions out as a mesh of their own; new boundary is called \"cut\"",
         {{"regions", "NAME...", "names or tags of the regions to keep", true},
          {"largest-part", "", "drop cells that share no face with the largest part"}},
         Verb::Result::mesh,
         extract_verb}},
       {"hexahedra",
        {"IN OUT", "split every tetrahedron into four hexahedra", with_curving({}), Verb::Result::mesh,
         hexahedra_verb}},
       {"remesh",
        {"IN OUT",
         "tetrahedra of another size in the same regions; fields are carried over",
         {{"edge", "LENGTH", "wanted length of edges, as \"2 mm\""},
          {"factor", "NUMBER", "or so many times the mean edge: 2 for a coarser mesh, 0.5 for a finer one"},
          {"local", "", "with --factor: sizes vary as they did, so many times the edges nearby"}},
         Verb::Result::mesh,
         remesh_verb}},
       {"volume",
        {"SURFACE OUT",
         "fill a closed surface with tetrahedra; its patches are the mesh's surfaces",
         {{"length-unit", "UNIT", "what one unit of the surface is: m, mm, ...; needed but for .vtp of vht-mesh"},
          {"size", "LENGTH", "longest edges inside (as on the surface around)"},
          {"region", "NAME", "of what is inside (inside); a .vtp of vht-mesh brings names along"},
          {"tag-array", "NAME", "array of cells or points that tells patches apart (.vtp, .vtk)"},
          {"patches", "NAME=FILE...", "further files that close the surface, a patch each", true},
          {"mesher", "NAME", "automatic, hxt, delaunay or cgal (automatic: the first that can)"}},
         Verb::Result::mesh,
         volume_verb}},
       {"transform",
        {"IN OUT",
         "scale, then rotate, then translate; or an affine matrix alone",
         {{"scale", "FACTOR", "multiply all lengths (1)"},
          {"rotate", "\"X Y Z ANGLE\"", "around an axis through the origin, as \"0 0 1 90 degree\""},
          {"translate", "\"X Y Z UNIT\"", "as \"10 0 -5 mm\"; without a unit in metres"},
          {"matrix", "FILE|NUMBERS", "12 or 16 numbers, row by row, and the unit of the last column (m)"}},
         Verb::Result::mesh,
         transform_verb}},
       {"map",
        {"FROM TO OUT",
         "write TO with the fields that FROM has in the same place",
         {{"fields", "NAME...", "only these (all)", true},
          {"regions", "", "take over the regions, too"},
          {"tolerance", "LENGTH", "how far outside of FROM a place may be (its mean edge)"}},
         Verb::Result::mesh,
         map_verb}},
       {"merge",
        {"IN OUT",
         "give regions or surfaces one common name; one alone is renamed",
         {{"regions", "NEW=A,B...", "regions by names or tags", true},
          {"surfaces", "NEW=A,B...", "the same for surfaces", true}},
         Verb::Result::mesh,
         merge_verb}}});
    return all;
  }
} // namespace vht::meshing
