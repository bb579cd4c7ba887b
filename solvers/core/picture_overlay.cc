#include "solvers/core/picture_overlay.h"

#include <vtkActor2D.h>
#include <vtkCellArray.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper2D.h>
#include <vtkProperty2D.h>
#include <vtkRenderWindow.h>
#include <vtkTextActor.h>
#include <vtkTextProperty.h>

#include <cmath>

namespace vht
{
  namespace
  {
    /** DejaVu Sans, which Debian's fontconfig brings along, has all letters of units; otherwise the font inside VTK. */
    void
    choose_font(vtkTextProperty &style, const bool bold)
    {
      const std::string file =
        std::string("/usr/share/fonts/truetype/dejavu/DejaVuSans") + (bold ? "-Bold.ttf" : ".ttf");
      if (std::filesystem::exists(file))
        {
          style.SetFontFamily(VTK_FONT_FILE);
          style.SetFontFile(file.c_str());
          return;
        }
      style.SetFontFamilyToArial();
      style.SetBold(bold);
    }
  } // namespace

  PictureOverlay::PictureOverlay(OffscreenWindow &window)
    : scale_(window.scale())
  {
    window.window().SetNumberOfLayers(2);
    renderer_->SetLayer(1);
    renderer_->InteractiveOff();
    window.window().AddRenderer(renderer_);
  }

  void
  PictureOverlay::text(const double       x,
                       const double       y,
                       const std::string &text,
                       const double       size,
                       const Align        align,
                       const bool         upwards,
                       const bool         bold,
                       const Colour      &colour)
  {
    if (text.empty())
      return;
    vtkNew<vtkTextActor> actor;
    actor->SetInput(text.c_str());
    actor->SetPosition(x * scale_, y * scale_);
    vtkTextProperty &style = *actor->GetTextProperty();
    choose_font(style, bold);
    style.SetFontSize(int(std::lround(0.92 * size * scale_)));
    style.SetColor(colour[0], colour[1], colour[2]);
    style.SetVerticalJustificationToCentered();
    style.SetOrientation(upwards ? 90. : 0.);
    if (align == Align::centre)
      style.SetJustificationToCentered();
    if (align == Align::right)
      style.SetJustificationToRight();
    renderer_->AddViewProp(actor);
  }

  void
  PictureOverlay::polygon(const std::vector<std::pair<double, double>> &corners, const Colour &colour)
  {
    vtkNew<vtkPoints>    points;
    vtkNew<vtkCellArray> cells;
    cells->InsertNextCell(int(corners.size()));
    for (const auto &[x, y] : corners)
      cells->InsertCellPoint(points->InsertNextPoint(x * scale_, y * scale_, 0.));
    vtkNew<vtkPolyData> data;
    data->SetPoints(points);
    data->SetPolys(cells);
    vtkNew<vtkPolyDataMapper2D> mapper;
    mapper->SetInputData(data);
    vtkNew<vtkActor2D> actor;
    actor->SetMapper(mapper);
    actor->GetProperty()->SetColor(colour[0], colour[1], colour[2]);
    renderer_->AddViewProp(actor);
  }

  void
  PictureOverlay::rectangle(const double x0, const double y0, const double x1, const double y1, const Colour &colour)
  {
    polygon({{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}, colour);
  }

  void
  PictureOverlay::triangle(const std::array<std::pair<double, double>, 3> &corners, const Colour &colour)
  {
    polygon({corners.begin(), corners.end()}, colour);
  }

  void
  PictureOverlay::line(const double  x0,
                       const double  y0,
                       const double  x1,
                       const double  y1,
                       const double  width,
                       const Colour &colour)
  {
    const double length = std::hypot(x1 - x0, y1 - y0);
    if (length == 0.)
      return;
    const double dx = -(y1 - y0) / length * width / 2, dy = (x1 - x0) / length * width / 2;
    polygon({{x0 + dx, y0 + dy}, {x0 - dx, y0 - dy}, {x1 - dx, y1 - dy}, {x1 + dx, y1 + dy}}, colour);
  }

  void
  PictureOverlay::colour_bar(const double                         x0,
                             const double                         y0,
                             const double                         x1,
                             const double                         y1,
                             const std::function<Colour(double)> &colour)
  {
    constexpr int steps = 256;
    for (int i = 0; i < steps; ++i)
      rectangle(x0, y0 + (y1 - y0) * i / steps, x1, y0 + (y1 - y0) * (i + 1) / steps, colour((i + 0.5) / steps));
    const Colour frame = {0.35, 0.35, 0.38};
    line(x0, y0, x1, y0, 1., frame);
    line(x0, y1, x1, y1, 1., frame);
    line(x0, y0, x0, y1, 1., frame);
    line(x1, y0, x1, y1, 1., frame);
  }
} // namespace vht
