#include "solvers/core/picture.h"

#include "physics/error.h"
#include "solvers/core/chart.h"
#include "solvers/core/colour_map.h"
#include "solvers/core/offscreen.h"
#include "solvers/core/picture_colouring.h"
#include "solvers/core/picture_overlay.h"
#include "solvers/core/surface_lines.h"
#include "solvers/core/surface_view.h"

#include <vtkActor.h>
#include <vtkCamera.h>
#include <vtkLightKit.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPolyDataMapper.h>
#include <vtkPolyDataNormals.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkRenderWindow.h>

#include <algorithm>
#include <cmath>

namespace vht
{
  namespace
  {
    using Vector = std::array<double, 3>;
    using Align  = PictureOverlay::Align;

    double
    dot(const Vector &a, const Vector &b)
    {
      return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    Vector
    cross(const Vector &a, const Vector &b)
    {
      return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    }

    Vector
    unit(const Vector &a)
    {
      const double length = std::sqrt(dot(a, a));
      if (!(length > 0.))
        throw InputError(
          "A direction of a picture (view, up, helix axis or cut) is zero, or view and up are parallel.");
      return {a[0] / length, a[1] / length, a[2] / length};
    }

    /** A rectangle of the picture [pixels], origin in the lower left corner. */
    struct Box
    {
      double x0, y0, x1, y1;

      double
      width() const
      {
        return x1 - x0;
      }
      double
      height() const
      {
        return y1 - y0;
      }
    };

    /** Where the parts of the picture go. */
    struct Layout
    {
      std::vector<Box> panels;
      Box              legend;
      double           title, unit; ///< middle of the title's letters; size of ordinary letters

      Layout(const Picture &picture, const std::size_t n_panels, const double wanted_aspect, const double legend_width)
      {
        unit               = picture.height / 42.;
        const double edge  = unit;
        const double top   = picture.height - (picture.title.empty() ? edge : 3.2 * unit);
        const double right = picture.width - std::max(legend_width * unit, edge);
        title              = picture.height - 1.8 * unit;
        legend             = {right + 1.5 * unit, 0.18 * picture.height, picture.width - edge, 0.82 * picture.height};

        // As many columns as make the object largest.
        std::size_t columns = 1;
        double      best    = 0.;
        for (std::size_t n = 1; n <= n_panels; ++n)
          {
            const double width = (right - edge) / double(n), height = (top - edge) / std::ceil(double(n_panels) / n);
            if (const double size = std::min(0.92 * width / wanted_aspect, height - 4.4 * unit); size > best * 1.001)
              best = size, columns = n;
          }
        const std::size_t rows = (n_panels + columns - 1) / columns;
        for (std::size_t i = 0; i < n_panels; ++i)
          {
            const double width = (right - edge) / double(columns), height = (top - edge) / double(rows);
            const double x = edge + width * double(i % columns), y = top - height * double(i / columns + 1);
            panels.push_back({x, y, x + width, y + height});
          }
      }
    };

    /** The extent of a surface seen from one side: middle and half widths in the view's own directions. */
    struct Extent
    {
      Vector right, up, from, middle;
      double half_width, half_height, depth;

      Extent(const vtkPolyData &surface, const View &view)
      {
        from  = unit(view.from);
        right = unit(cross(unit(view.up), from));
        up    = cross(from, right);
        Vector low, high;
        low.fill(INFINITY), high.fill(-INFINITY);
        for (vtkIdType i = 0; i < const_cast<vtkPolyData &>(surface).GetNumberOfPoints(); ++i)
          {
            Vector x;
            const_cast<vtkPolyData &>(surface).GetPoint(i, x.data());
            const Vector seen = {dot(x, right), dot(x, up), dot(x, from)};
            for (int d = 0; d < 3; ++d)
              low[d] = std::min(low[d], seen[d]), high[d] = std::max(high[d], seen[d]);
          }
        half_width = (high[0] - low[0]) / 2, half_height = (high[1] - low[1]) / 2, depth = (high[2] - low[2]) / 2;
        for (int d = 0; d < 3; ++d)
          middle[d] = ((low[0] + high[0]) * right[d] + (low[1] + high[1]) * up[d] + (low[2] + high[2]) * from[d]) / 2;
      }
    };

    void
    add_surface(vtkRenderer   &renderer,
                vtkPolyData   &surface,
                const Picture &picture,
                Colouring     &colouring,
                const int      scale,
                const double   metres_per_pixel)
    {
      vtkNew<vtkPolyDataNormals> normals;
      normals->SetInputData(&surface);
      normals->SetFeatureAngle(40.);
      normals->Update();

      vtkNew<vtkPolyDataMapper> mapper;
      mapper->SetInputConnection(normals->GetOutputPort());
      vtkNew<vtkActor> actor;
      actor->SetMapper(mapper);
      vtkProperty &material = *actor->GetProperty();
      if (picture.field.empty() || !picture.directions.empty())
        {
          mapper->ScalarVisibilityOff();
          material.SetColor(0.86, 0.85, 0.84);
        }
      else
        {
          const bool of_points = surface.GetPointData()->GetArray(shown_array) != nullptr;
          of_points ? mapper->SetScalarModeToUsePointFieldData() : mapper->SetScalarModeToUseCellFieldData();
          mapper->SelectColorArray(shown_array);
          mapper->SetLookupTable(&colouring.table());
          mapper->UseLookupTableScalarRangeOn();
          if (of_points && !picture.tagged)
            mapper->InterpolateScalarsBeforeMappingOn();
        }
      mapper->SetResolveCoincidentTopologyToPolygonOffset();
      mapper->SetRelativeCoincidentTopologyPolygonOffsetParameters(1., 1.);
      // Mostly ambient: the colours on the object are then those of the legend.
      material.SetAmbient(0.52);
      material.SetDiffuse(0.56);
      material.SetSpecular(0.06);
      material.SetSpecularPower(25.);
      if (picture.edges)
        {
          material.EdgeVisibilityOn();
          material.SetEdgeColor(0.18, 0.18, 0.2);
          material.SetLineWidth(0.6f * float(scale));
        }
      renderer.AddActor(actor);

      if (!colouring.levels().empty())
        {
          vtkNew<vtkPolyDataMapper> line_mapper;
          line_mapper->SetInputData(isolines(surface, colouring.levels(), 0.75 * metres_per_pixel));
          line_mapper->ScalarVisibilityOff();
          vtkNew<vtkActor> lines;
          lines->SetMapper(line_mapper);
          lines->GetProperty()->SetColor(0.12, 0.12, 0.14);
          lines->GetProperty()->LightingOff();
          renderer.AddActor(lines);
        }
      if (!picture.directions.empty())
        {
          vtkNew<vtkPolyDataMapper> line_mapper;
          line_mapper->SetInputData(direction_lines(surface, picture.helix_axis, picture.line_spacing));
          vtkNew<vtkActor> lines;
          lines->SetMapper(line_mapper);
          lines->GetProperty()->SetAmbient(0.45);
          lines->GetProperty()->SetDiffuse(0.65);
          renderer.AddActor(lines);
        }
    }

    void
    aim(vtkRenderer &renderer, const Extent &extent, const double parallel_scale)
    {
      vtkCamera    &camera   = *renderer.GetActiveCamera();
      const double  distance = 2. * (extent.depth + extent.half_width + extent.half_height);
      const Vector &m = extent.middle, &f = extent.from;
      camera.ParallelProjectionOn();
      camera.SetFocalPoint(m[0], m[1], m[2]);
      camera.SetPosition(m[0] + distance * f[0], m[1] + distance * f[1], m[2] + distance * f[2]);
      camera.SetViewUp(extent.up.data());
      camera.SetParallelScale(parallel_scale);
      camera.SetClippingRange(distance - 1.1 * extent.depth - 0.02 * distance,
                              distance + 1.1 * extent.depth + 0.02 * distance);
    }

    void
    draw_triad(PictureOverlay &overlay, const Extent &extent, const double x, const double y, const double size)
    {
      constexpr std::array<Colour, 3> colours = {{{0.76, 0.22, 0.22}, {0.2, 0.55, 0.27}, {0.2, 0.36, 0.72}}};
      std::array<int, 3>              order   = {0, 1, 2};
      std::sort(order.begin(), order.end(), [&](const int a, const int b) { return extent.from[a] < extent.from[b]; });
      for (const int axis : order)
        {
          const double dx = extent.right[axis], dy = extent.up[axis], length = std::hypot(dx, dy);
          if (length < 0.05) // it points at us
            continue;
          const double tip_x = x + size * dx, tip_y = y + size * dy, ux = dx / length, uy = dy / length;
          const double head = 0.24 * size, half = 0.085 * size, body = std::max(0., length * size - head);
          overlay.line(x, y, x + body * ux, y + body * uy, 0.06 * size, colours[axis]);
          overlay.triangle({{{tip_x, tip_y},
                             {tip_x - head * ux - half * uy, tip_y - head * uy + half * ux},
                             {tip_x - head * ux + half * uy, tip_y - head * uy - half * ux}}},
                           colours[axis]);
          overlay.text(tip_x + 0.26 * size * ux, tip_y + 0.26 * size * uy, std::string(1, char('x' + axis)),
                       0.36 * size, Align::centre, false, false, colours[axis]);
        }
    }

    void
    draw_scale_bar(PictureOverlay &overlay, const Box &panel, const double metres_per_pixel, const double letters)
    {
      const double wanted       = 0.22 * panel.width() * metres_per_pixel;
      const double power        = std::pow(10., std::floor(std::log10(wanted)));
      const double length       = power * (wanted >= 5. * power ? 5. : wanted >= 2. * power ? 2. : 1.);
      const auto [factor, name] = length >= 0.9995      ? std::pair(1., "m")
                                  : length >= 0.9995e-3 ? std::pair(1e3, "mm")
                                                        : std::pair(1e6, "µm");
      const double pixels = length / metres_per_pixel, x = panel.x1 - 0.8 * letters, y = panel.y0 + 0.9 * letters;
      overlay.rectangle(x - pixels, y - 0.12 * letters, x, y + 0.12 * letters, {0.13, 0.13, 0.15});
      overlay.text(x - pixels / 2, y + letters, std::to_string(std::lround(length * factor)) + " " + name,
                   0.85 * letters, Align::centre);
    }

    void
    draw_scale(PictureOverlay &overlay, const Picture &picture, const Colouring &colouring, const Layout &layout)
    {
      const double u = layout.unit;
      const Box    bar{layout.legend.x0 + 2.2 * u, layout.legend.y0, layout.legend.x0 + 3.4 * u, layout.legend.y1};
      std::string  label = picture.legend.empty() ? picture.field : picture.legend;
      double       low = colouring.low(), high = colouring.high();
      if (!picture.directions.empty() && picture.helix_axis)
        {
          overlay.colour_bar(bar.x0, bar.y0, bar.x1, bar.y1, helix_colour);
          low = -90., high = 90., label = picture.legend.empty() ? "helix angle [°]" : picture.legend;
        }
      else
        overlay.colour_bar(bar.x0, bar.y0, bar.x1, bar.y1, [&](const double t) { return colouring.at(t); });

      auto        ticks  = high == 90. && low == -90. ? std::vector<double>{-90., -60., -30., 0., 30., 60., 90.}
                                                      : nice_ticks(low, high, 7);
      const auto &levels = colouring.levels();
      if (!levels.empty() && levels.size() <= 13)
        ticks = levels;
      const auto labels = tick_labels(ticks);
      for (std::size_t i = 0; i < ticks.size(); ++i)
        {
          const double y = bar.y0 + (ticks[i] - low) / (high - low) * bar.height();
          overlay.rectangle(bar.x1, y - 0.5, bar.x1 + 0.35 * u, y + 0.5, {0.35, 0.35, 0.38});
          overlay.text(bar.x1 + 0.6 * u, y, labels[i], 0.9 * u);
        }
      overlay.text(layout.legend.x0 + 0.9 * u, (bar.y0 + bar.y1) / 2, label, u, Align::centre, true);
    }

    void
    draw_tags(PictureOverlay &overlay, const Colouring &colouring, const Layout &layout)
    {
      const double u = layout.unit, step = 1.8 * u;
      double       y = (layout.legend.y0 + layout.legend.y1 + step * double(colouring.tags().size() - 1)) / 2;
      for (std::size_t i = 0; i < colouring.tags().size(); ++i, y -= step)
        {
          const double x = layout.legend.x0;
          overlay.rectangle(x, y - 0.5 * u, x + u, y + 0.5 * u, categorical_colour(i));
          overlay.text(x + 1.5 * u, y, colouring.tags()[i].name, 0.95 * u);
        }
    }
  } // namespace

  void
  draw(const Picture &picture)
  {
    if (picture.tagged && picture.field.empty())
      throw InputError("The picture " + picture.file.string() + " shows tags but names no field.");
    const auto snapshots = picture.snapshots.empty() ? std::vector<Snapshot>{{picture.meshes, ""}} : picture.snapshots;

    std::vector<vtkSmartPointer<vtkPolyData>> surfaces;
    std::vector<Extent>                       extents;
    double                                    half_width = 0., half_height = 0.;
    for (const Snapshot &snapshot : snapshots)
      {
        surfaces.push_back(visible_surface(snapshot.meshes, picture));
        for (const View &view : picture.views)
          {
            extents.emplace_back(*surfaces.back(), view);
            half_width  = std::max(half_width, extents.back().half_width);
            half_height = std::max(half_height, extents.back().half_height);
          }
      }
    Colouring  colouring(picture, surfaces);
    const bool helix        = !picture.directions.empty() && picture.helix_axis;
    const bool scale        = !picture.field.empty() && picture.directions.empty() && !picture.tagged;
    double     legend_width = scale || helix ? 9. : 0.; // in letters' heights
    for (const auto &tag : colouring.tags())
      legend_width = std::max(legend_width, 4. + 0.48 * double(std::min<std::size_t>(tag.name.size(), 32)));
    const Layout layout(picture, extents.size(), half_width / half_height, legend_width);

    OffscreenWindow     window(picture.width, picture.height);
    PictureOverlay      overlay(window);
    vtkNew<vtkRenderer> white; // what no panel covers
    white->SetBackground(1., 1., 1.);
    window.window().AddRenderer(white);

    const Box first = layout.panels.front();
    // Room for the caption above and for the scale bar below the object.
    const double pixels_per_metre =
      std::min(0.46 * first.width() / half_width, (first.height() / 2 - 2.2 * layout.unit) / half_height);
    std::vector<vtkSmartPointer<vtkRenderer>> renderers;
    for (std::size_t i = 0; i < extents.size(); ++i)
      {
        const Box          &panel = layout.panels[i];
        vtkNew<vtkRenderer> renderer;
        renderer->SetBackground(1., 1., 1.);
        renderer->SetViewport(panel.x0 / picture.width, panel.y0 / picture.height, panel.x1 / picture.width,
                              panel.y1 / picture.height);
        vtkNew<vtkLightKit> light;
        light->SetKeyToFillRatio(2.2);
        light->SetKeyLightWarmth(0.5);
        light->SetFillLightWarmth(0.5);
        light->AddLightsToRenderer(renderer);
        add_surface(*renderer, *surfaces[i / picture.views.size()], picture, colouring, window.scale(),
                    1. / pixels_per_metre);
        aim(*renderer, extents[i], panel.height() / (2. * pixels_per_metre));
        window.window().AddRenderer(renderer);
        renderers.push_back(renderer);

        const View       &view    = picture.views[i % picture.views.size()];
        const std::string caption = snapshots[i / picture.views.size()].caption;
        const std::string joined  = caption + (caption.empty() || view.caption.empty() ? "" : ", ") + view.caption;
        overlay.text((panel.x0 + panel.x1) / 2, panel.y1 - layout.unit, joined, layout.unit, Align::centre);
        if (picture.triad && i < picture.views.size())
          draw_triad(overlay, extents[i], panel.x0 + 2.6 * layout.unit, panel.y0 + 2.6 * layout.unit,
                     1.9 * layout.unit);
      }
    overlay.text(picture.width / 2., layout.title, picture.title, 1.35 * layout.unit, Align::centre, false, true);
    if (picture.scale_bar)
      draw_scale_bar(overlay, layout.panels.back(), 1. / pixels_per_metre, layout.unit);
    if (picture.tagged)
      draw_tags(overlay, colouring, layout);
    else if (scale || helix)
      draw_scale(overlay, picture, colouring, layout);
    window.write_png(picture.file);
  }
} // namespace vht
