#include "meshing/report.h"

#include "physics/error.h"

#include <algorithm>

namespace vht::meshing
{
  using Weight = Finding::Weight;

  bool
  Report::has(Finding::Weight weight) const
  {
    return std::any_of(findings.begin(), findings.end(), [weight](const Finding &f) { return f.weight == weight; });
  }

  std::string
  cell_place(const TaggedMesh &mesh, std::size_t cell)
  {
    return "cell " + std::to_string(cell) + " around " + in_millimetres(centre(mesh, mesh.cell(cell)));
  }

  std::string
  describe(const Report &report)
  {
    std::string text;
    for (const Finding &finding : report.findings)
      {
        const char *weight = finding.weight == Weight::warning ? "warning"
                             : finding.weight == Weight::error ? "error"
                                                               : "gate";
        text += std::string("  ") + weight + ": " +
                (finding.what.starts_with("the mesh") ? "" : std::to_string(finding.count) + " ") + finding.what + "\n";
        for (const std::string &place : finding.places)
          text += "    " + place + "\n";
        if (finding.count > finding.places.size())
          text += "    and " + std::to_string(finding.count - finding.places.size()) + " more\n";
      }
    if (!text.empty())
      text.pop_back();
    return text;
  }

  void
  refuse_defects(const Report &report, const std::string &mesh_name)
  {
    if (report.has(Weight::error))
      throw MeshError("The mesh " + mesh_name + " is not valid:\n" + describe(report));
    if (report.has(Weight::gate))
      throw GateError("The mesh " + mesh_name + " is valid but misses a quality gate:\n" + describe(report));
  }
} // namespace vht::meshing
