#include "meshing/pipeline/mesh_pictures.h"

#include "meshing/geometry.h"
#include "solvers/core/bar_chart.h"
#include "solvers/core/picture.h"

#include <algorithm>
#include <cstdio>

namespace vht::meshing
{
  namespace
  {
    constexpr std::size_t too_fine_for_edges = 400'000; // cells; their edges would blacken the picture

    Picture
    picture_of(const Summary &summary, const std::filesystem::path &folder, const char *name)
    {
      Picture picture;
      picture.file   = folder / "pictures" / name;
      picture.meshes = {folder / "mesh.vtu"};
      picture.tagged = true;
      picture.edges  = summary.n_cells < too_fine_for_edges;
      return picture;
    }

    void
    draw_surfaces(const Summary &summary, Picture picture, bool patient_axes)
    {
      const double front   = patient_axes ? 1.2 : -1.2;
      picture.field        = "surface";
      picture.only_surface = true;
      picture.views        = {{{{0.9, front, 0.9}}, {{0, 0, 1}}, "from the front"},
                              {{{-0.9, -front, 0.5}}, {{0, 0, 1}}, "from behind"}};
      for (const auto &surface : summary.surfaces)
        picture.tags.push_back({surface.tag, surface.name});
      vht::draw(picture);
    }

    /** Through the middle, across the direction in which the mesh is thinnest: there the most is to be seen. */
    void
    draw_cut(const Summary &summary, Picture picture)
    {
      const Point       extent = summary.box.high - summary.box.low;
      const std::size_t thin   = std::min_element(extent.begin(), extent.end()) - extent.begin();
      Point             normal{}, up{};
      normal[thin]          = thin == 1 ? -1 : 1; // y: seen from the front
      up[thin == 2 ? 1 : 2] = 1;
      picture.field         = "region";
      picture.cut           = {0.5 * (summary.box.low + summary.box.high), normal};
      picture.views         = {{normal, up, ""}};
      picture.title         = "A cut through the cells";
      for (const auto &region : summary.regions)
        picture.tags.push_back({region.tag, region.name});
      vht::draw(picture);
    }

    Histogram
    histogram_of(const Distribution &values, const std::string &quantity, std::size_t n_cells, double limit)
    {
      std::array<char, 160> title;
      std::snprintf(title.data(), title.size(), "smallest %.3g, 1 %% below %.3g, median %.3g", values.minimum,
                    values.percentile, values.median);
      Histogram histogram;
      histogram.title   = title.data();
      histogram.x_label = quantity;
      histogram.y_label = "share of the cells [%]";
      histogram.to      = values.upper;
      for (const std::size_t count : values.histogram)
        histogram.heights.push_back(100 * static_cast<double>(count) / static_cast<double>(n_cells));
      if (limit > 0)
        histogram.limit = limit;
      return histogram;
    }
  } // namespace


  std::vector<std::filesystem::path>
  draw_mesh(const Summary &summary, const std::filesystem::path &folder, bool patient_axes, const Gates &gates)
  {
    const auto pictures = folder / "pictures";
    std::filesystem::create_directories(pictures);
    draw_surfaces(summary, picture_of(summary, folder, "mesh.png"), patient_axes);
    draw_cut(summary, picture_of(summary, folder, "cut.png"));
    const Quality &quality = summary.quality;
    vht::draw({histogram_of(quality.dihedral_angle, "smallest angle between two faces of a cell [degree]",
                            summary.n_cells, gates.dihedral_angle.refused),
               histogram_of(quality.shape,
                            summary.shape == CellShape::tetrahedron ? "radius ratio [1]" : "scaled Jacobian [1]",
                            summary.n_cells, gates.shape.refused)},
              pictures / "quality.png");
    return {pictures / "mesh.png", pictures / "cut.png", pictures / "quality.png"};
  }
} // namespace vht::meshing
