#include "meshing/summary.h"

#include "meshing/across.h"
#include "meshing/quadratic.h"
#include "meshing/sha256.h"
#include "meshing/topology.h"
#include "physics/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <fstream>

namespace vht::meshing
{
  namespace
  {
    const char *
    shape_name(CellShape shape)
    {
      return shape == CellShape::tetrahedron ? "tetrahedra" : "hexahedra";
    }

    const char *
    shape_measure(CellShape shape)
    {
      return shape == CellShape::tetrahedron ? "radius ratio" : "scaled Jacobian";
    }

    template <typename... T>
    std::string
    line(const char *format, const T &...values)
    {
      std::array<char, 256> text;
      std::snprintf(text.data(), text.size(), format, values...);
      return text.data();
    }

    nlohmann::ordered_json
    as_json(const Distribution &d)
    {
      return {{"minimum", d.minimum},
              {"percentile 1", d.percentile},
              {"median", d.median},
              {"worst cell", d.worst},
              {"histogram", {{"from", 0}, {"to", d.upper}, {"counts", d.histogram}}}};
    }

    std::string
    bars(const std::string &title, const Distribution &d)
    {
      const std::size_t most = std::max<std::size_t>(1, *std::max_element(d.histogram.begin(), d.histogram.end()));
      std::string       text = "  " + title + "\n";
      for (std::size_t i = 0; i < Distribution::n_bins; ++i)
        {
          const double width = d.upper / Distribution::n_bins;
          text += line("    %6.2f - %6.2f %10zu  ", width * static_cast<double>(i), width * static_cast<double>(i + 1),
                       d.histogram[i]);
          text += std::string((d.histogram[i] * 50 + most - 1) / most, '#') + "\n";
        }
      return text;
    }
  } // namespace


  Summary
  summarise(const TaggedMesh &mesh)
  {
    const FaceTable               table(mesh);
    Summary                       summary{mesh.shape,
                    mesh.order(),
                    mesh.points.size() + mesh.middles.size(),
                    mesh.n_cells(),
                    {},
                    {},
                    bounding_box(mesh),
                    assess(mesh, table),
                    1,
                    checksum(mesh)};
    std::optional<QuadraticCells> quadratic;
    if (mesh.order() > 1)
      quadratic.emplace(mesh);

    std::map<Tag, Summary::Region> regions;
    for (const auto &[tag, name] : mesh.region_names)
      regions[tag] = {name, tag, 0, 0};
    for (std::size_t i = 0; i < mesh.n_cells(); ++i)
      {
        Summary::Region &region = regions[mesh.regions[i]];
        ++region.n_cells;
        region.volume += quadratic ? quadratic->volume(i) : cell_volume(mesh, i);
        if (quadratic)
          summary.jacobian = std::min(summary.jacobian, quadratic->jacobian_ratio(i));
      }
    for (const auto &[tag, across] : elements_across(mesh, table))
      regions[tag].across = across.percentile;
    for (const auto &[tag, region] : regions)
      summary.regions.push_back(region);

    std::map<Tag, Summary::Surface> surfaces;
    for (const auto &[tag, name] : mesh.surface_names)
      surfaces[tag] = {name, tag, 0, 0, 0};
    for (std::size_t i = 0; i < mesh.n_faces(); ++i)
      {
        Summary::Surface &surface = surfaces[mesh.surfaces[i]];
        const auto       *entry   = table.find(mesh.face(i));
        ++surface.n_faces;
        surface.n_inside += entry != nullptr && entry->second != FaceTable::none;
        surface.area += quadratic ? quadratic->area(i) : face_area(mesh, mesh.face(i));
      }
    for (const auto &[tag, surface] : surfaces)
      summary.surfaces.push_back(surface);
    return summary;
  }

  std::string
  checksum(const TaggedMesh &mesh)
  {
    Sha256                           hash;
    const std::vector<std::uint64_t> sizes = {n_corners(mesh.shape), mesh.points.size(), mesh.n_cells(),
                                              mesh.n_faces()};
    hash.add(sizes);
    hash.add(mesh.points);
    hash.add(mesh.cells);
    hash.add(mesh.regions);
    hash.add(mesh.faces);
    hash.add(mesh.surfaces);
    if (mesh.order() > 1)
      hash.add(mesh.middles);
    return hash.digest();
  }

  std::string
  as_table(const Summary &summary)
  {
    const Quality &q = summary.quality;
    std::string    text;
    text += line("  nodes        %10zu\n", summary.n_points);
    text += line("  cells        %10zu  %s%s\n", summary.n_cells, summary.order > 1 ? "quadratic " : "",
                 shape_name(summary.shape));
    text += line("  edges        %10.4g  mm mean, %.4g to %.4g\n", 1e3 * q.edges.mean, 1e3 * q.edges.minimum,
                 1e3 * q.edges.maximum);
    text += line("  angle        %10.2f  degrees at least between two faces of a cell, 1 %% below %.1f, median %.1f\n",
                 q.dihedral_angle.minimum, q.dihedral_angle.percentile, q.dihedral_angle.median);
    text += line("  shape        %10.4f  %s at least, 1 %% below %.3f, median %.3f\n", q.shape.minimum,
                 shape_measure(summary.shape), q.shape.percentile, q.shape.median);
    if (summary.order > 1)
      text += line("  Jacobian     %10.4f  smallest over largest within a cell, at least\n", summary.jacobian);
    text += line("  gradation    %10.2f  largest ratio of the sizes of neighbours\n", q.gradation);
    text += "\n  region                tag      cells      volume [mL]  elements across\n";
    for (const auto &region : summary.regions)
      text += line("  %-20s %4d %10zu %16.4f %16.1f\n", region.name.c_str(), region.tag, region.n_cells,
                   1e6 * region.volume, region.across);
    text += "\n  surface               tag      faces      area [cm2]\n";
    for (const auto &s : summary.surfaces)
      text += line("  %-20s %4d %10zu %15.4f%s\n", s.name.c_str(), s.tag, s.n_faces, 1e4 * s.area,
                   s.n_inside == 0           ? ""
                   : s.n_inside == s.n_faces ? "  interface"
                                             : "  partly inside");
    return text;
  }

  std::string
  histograms(const Quality &quality, CellShape shape)
  {
    return bars(std::string(shape_measure(shape)) + ", number of cells", quality.shape) + "\n" +
           bars("smallest angle between two faces of a cell [degree], number of cells", quality.dihedral_angle);
  }

  void
  write_sidecar(const Summary &summary, const Provenance &provenance, const std::filesystem::path &file)
  {
    using nlohmann::ordered_json;
    ordered_json regions = ordered_json::array(), surfaces = ordered_json::array();
    for (const auto &region : summary.regions)
      regions.push_back({{"name", region.name},
                         {"tag", region.tag},
                         {"cells", region.n_cells},
                         {"volume", region.volume},
                         {"elements across", region.across}});
    for (const auto &surface : summary.surfaces)
      surfaces.push_back(
        {{"name", surface.name},
         {"tag", surface.tag},
         {"kind", surface.n_faces > 0 && surface.n_inside == surface.n_faces ? "interface" : "surface"},
         {"faces", surface.n_faces},
         {"area", surface.area}});

    const EdgeLengths &edges = summary.quality.edges;
    ordered_json       json  = {
             {"format", "vht mesh description 1"},
             {"units", {{"length", "m"}, {"area", "m^2"}, {"volume", "m^3"}, {"angle", "degree"}}},
             {"nodes", summary.n_points},
             {"cells", summary.n_cells},
             {"cell kind", shape_name(summary.shape)},
             {"order", summary.order},
             {"regions", regions},
             {"surfaces", surfaces},
             {"bounding box", {summary.box.low, summary.box.high}},
             {"edge length", {{"mean", edges.mean}, {"minimum", edges.minimum}, {"maximum", edges.maximum}}},
             {"quality",
              {{"dihedral angle", as_json(summary.quality.dihedral_angle)},
               {shape_measure(summary.shape), as_json(summary.quality.shape)},
               {"largest ratio of the sizes of neighbours", summary.quality.gradation}}},
             {"checksum", {{"kind", "SHA-256 of points, cells, regions, faces and surfaces"}, {"value", summary.checksum}}},
             {"provenance", {{"tool", provenance.tool}, {"source", provenance.source}}}};
    if (summary.order > 1)
      json["quality"]["smallest over largest Jacobian of a cell"] = summary.jacobian;
    if (!provenance.parameters.empty())
      json["provenance"]["parameters"] = ordered_json::parse(provenance.parameters);
    for (const auto &[name, text] : provenance.facts.texts)
      json["provenance"][name] = text;
    for (const auto &[region, drift] : provenance.facts.drifts)
      json["volume drift"][region] = drift;

    for (const Facts::Cap &cap : provenance.facts.caps)
      json["caps"].push_back({{"name", cap.name},
                              {"centre", cap.centre},
                              {"normal", cap.normal},
                              {"area", cap.area},
                              {"radius", cap.radius}});
    if (provenance.facts.displacement)
      json["surface displacement"] = *provenance.facts.displacement;

    std::ofstream stream(file);
    stream << json.dump(2) << '\n';
    stream.flush();
    if (!stream)
      throw InputError("The description " + file.string() +
                       " cannot be written: is the folder writable, is there space?");
  }
} // namespace vht::meshing
