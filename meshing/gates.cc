#include "meshing/gates.h"

#include "meshing/across.h"
#include "meshing/quadratic.h"
#include "meshing/quality.h"
#include "meshing/topology.h"

#include <algorithm>
#include <sstream>

namespace vht::meshing
{
  namespace
  {
    using Weight = Finding::Weight;

    /** Both limits of one gate; a cell counts for the harder one that it misses. */
    class GateCount
    {
    public:
      GateCount(Report &report, const Gate &gate, const std::string &what)
        : report_(report)
        , gate_(gate)
        , refused_(report, Weight::gate, text(what, gate.refused))
        , warned_(report, Weight::warning, text(what, gate.warned))
      {
      }

      void
      below(const TaggedMesh &mesh, std::size_t cell, double value)
      {
        if (value < gate_.refused)
          miss(mesh, cell);
        else if (value < gate_.warned)
          warned_.add([&] { return cell_place(mesh, cell); });
      }

      void
      above(const TaggedMesh &mesh, std::size_t cell, double value)
      {
        if (gate_.refused > 0 && value > gate_.refused)
          miss(mesh, cell);
        else if (gate_.warned > 0 && value > gate_.warned)
          warned_.add([&] { return cell_place(mesh, cell); });
      }

    private:
      static std::string
      text(const std::string &what, double limit)
      {
        std::ostringstream stream;
        stream << what << limit;
        return stream.str();
      }

      void
      miss(const TaggedMesh &mesh, std::size_t cell)
      {
        refused_.add([&] { return cell_place(mesh, cell); });
        report_.cells.push_back(static_cast<Index>(cell));
      }

      Report      &report_;
      const Gate  &gate_;
      FindingCount refused_, warned_;
    };

    std::vector<char>
    cells_in_layers(const TaggedMesh &mesh)
    {
      std::vector<char> inside(mesh.n_cells(), 0);
      for (const Field &field : mesh.cell_data)
        if (field.name == layer_field && field.components == 1)
          for (std::size_t i = 0; i < inside.size(); ++i)
            inside[i] = field.values[i] > 0;
      return inside;
    }

    void
    judge_cells(const TaggedMesh &mesh, const Gates &gates, Report &report)
    {
      const std::vector<char> layer = cells_in_layers(mesh);
      GateCount angle(report, gates.dihedral_angle, "cells with an angle between faces, in degrees, below ");
      GateCount flat(report, gates.layer_angle, "cells of boundary layers with an angle, in degrees, below ");
      GateCount shape(report, gates.shape,
                      mesh.shape == CellShape::tetrahedron ? "cells with a radius ratio below "
                                                           : "cells with a scaled Jacobian below ");
      for (std::size_t i = 0; i < mesh.n_cells(); ++i)
        {
          (layer[i] ? flat : angle).below(mesh, i, smallest_dihedral_angle(mesh, i));
          if (!layer[i])
            shape.below(mesh, i, shape_quality(mesh, i));
        }
    }

    void
    judge_curved_cells(const TaggedMesh &mesh, const Gate &gate, Report &report)
    {
      if (mesh.order() < 2)
        return;
      const QuadraticCells cells(mesh);
      FindingCount         folded(report, Weight::error, "curved cells that are folded");
      GateCount            ratio(report, gate, "curved cells with a smallest over largest Jacobian below ");
      for (std::size_t i = 0; i < mesh.n_cells(); ++i)
        {
          const double here = cells.jacobian_ratio(i);
          if (here <= 0)
            folded.add([&] { return cell_place(mesh, i); });
          ratio.below(mesh, i, here);
        }
    }

    void
    judge_gradation(const TaggedMesh &mesh, const FaceTable &table, const Gate &gate, Report &report)
    {
      if (gate.refused == 0 && gate.warned == 0)
        return;
      std::vector<double> sizes(mesh.n_cells());
      for (std::size_t i = 0; i < sizes.size(); ++i)
        sizes[i] = mean_edge(mesh, i);
      GateCount count(report, gate, "faces where the size of the cells jumps by more than a factor of ");
      for (const auto &face : table.entries())
        if (face.second != FaceTable::none)
          {
            const auto [low, high] = std::minmax(sizes[face.first], sizes[face.second]);
            count.above(mesh, face.first, high / low);
          }
    }

    void
    judge_across(const TaggedMesh &mesh, const FaceTable &table, const Gate &gate, Report &report)
    {
      if (gate.refused == 0 && gate.warned == 0)
        return;
      GateCount count(report, gate, "regions with a place where the elements from wall to wall are fewer than ");
      for (const auto &[region, across] : elements_across(mesh, table))
        count.below(mesh, across.thinnest, across.percentile);
    }
  } // namespace


  void
  judge(const TaggedMesh &mesh, const FaceTable &table, const Gates &gates, Report &report)
  {
    judge_cells(mesh, gates, report);
    judge_curved_cells(mesh, gates.jacobian, report);
    judge_gradation(mesh, table, gates.gradation, report);
    judge_across(mesh, table, gates.across, report);
    std::sort(report.cells.begin(), report.cells.end());
    report.cells.erase(std::unique(report.cells.begin(), report.cells.end()), report.cells.end());
  }
} // namespace vht::meshing
