#include "solvers/core/bar_chart.h"

#include "physics/error.h"
#include "solvers/core/offscreen.h"

#include <vtkAutoInit.h>
#include <vtkAxis.h>
#include <vtkChartXY.h>
#include <vtkContextActor.h>
#include <vtkContextScene.h>
#include <vtkDoubleArray.h>
#include <vtkNew.h>
#include <vtkPen.h>
#include <vtkPlotBar.h>
#include <vtkPlotLine.h>
#include <vtkRenderer.h>
#include <vtkRenderWindow.h>
#include <vtkSmartPointer.h>
#include <vtkTable.h>
#include <vtkTextProperty.h>

#include <algorithm>

VTK_MODULE_INIT(vtkRenderingContextOpenGL2)

namespace vht
{
  namespace
  {
    constexpr int panel_width = 720, panel_height = 480; // [pixels]

    vtkSmartPointer<vtkTable>
    table_of(const std::vector<double> &x, const std::vector<double> &y)
    {
      const auto table = vtkSmartPointer<vtkTable>::New();
      for (const auto &[name, values] : {std::pair("x", &x), std::pair("y", &y)})
        {
          vtkNew<vtkDoubleArray> column;
          column->SetName(name);
          for (const double value : *values)
            column->InsertNextValue(value);
          table->AddColumn(column);
        }
      return table;
    }

    void
    label(vtkAxis &axis, const std::string &text, double low, double high, int scale)
    {
      axis.SetTitle(text);
      axis.GetTitleProperties()->SetFontSize(15 * scale);
      axis.GetTitleProperties()->BoldOff();
      axis.GetLabelProperties()->SetFontSize(13 * scale);
      axis.GetPen()->SetWidth(static_cast<float>(scale));
      axis.GetGridPen()->SetWidth(static_cast<float>(scale));
      axis.SetBehavior(vtkAxis::FIXED);
      axis.SetRange(low, high);
    }

    void
    fill(vtkChartXY &chart, const Histogram &histogram, int scale)
    {
      const double width   = (histogram.to - histogram.from) / static_cast<double>(histogram.heights.size());
      const double highest = *std::max_element(histogram.heights.begin(), histogram.heights.end());
      const double top     = highest > 0 ? 1.05 * highest : 1;

      std::vector<double> middles;
      for (std::size_t i = 0; i < histogram.heights.size(); ++i)
        middles.push_back(histogram.from + (static_cast<double>(i) + 0.5) * width);
      vtkPlot *bars = chart.AddPlot(vtkChart::BAR);
      bars->SetInputData(table_of(middles, histogram.heights), 0, 1);
      bars->SetColor(61, 110, 168, 255);
      bars->SetWidth(1);
      if (histogram.limit)
        {
          vtkPlot *line = chart.AddPlot(vtkChart::LINE);
          line->SetInputData(table_of({*histogram.limit, *histogram.limit}, {0, top}), 0, 1);
          line->SetColor(200, 60, 40, 255);
          line->SetWidth(static_cast<float>(2 * scale));
        }
      chart.SetTitle(histogram.title);
      chart.GetTitleProperties()->SetFontSize(16 * scale);
      chart.SetShowLegend(false);
      label(*chart.GetAxis(vtkAxis::BOTTOM), histogram.x_label, histogram.from, histogram.to, scale);
      label(*chart.GetAxis(vtkAxis::LEFT), histogram.y_label, 0, top, scale);
    }
  } // namespace


  void
  draw(const std::vector<Histogram> &histograms, const std::filesystem::path &file)
  {
    for (const Histogram &histogram : histograms)
      if (histogram.heights.empty() || !(histogram.to > histogram.from))
        throw InputError("The histogram \"" + histogram.title + "\" has no bins.");
    const QuietVtk  quiet;
    OffscreenWindow window(panel_width * static_cast<int>(histograms.size()), panel_height);
    const int       scale = window.scale();

    vtkNew<vtkContextActor> actor;
    float                   left = 0;
    for (const Histogram &histogram : histograms)
      {
        vtkNew<vtkChartXY> chart;
        fill(*chart, histogram, scale);
        chart->SetAutoSize(false);
        chart->SetSize({left, 0, static_cast<float>(panel_width * scale), static_cast<float>(panel_height * scale)});
        left += static_cast<float>(panel_width * scale);
        actor->GetScene()->AddItem(chart);
      }
    vtkNew<vtkRenderer> renderer;
    renderer->SetBackground(1, 1, 1);
    renderer->AddActor(actor);
    actor->GetScene()->SetRenderer(renderer);
    window.window().AddRenderer(renderer);
    window.write_png(file);
  }
} // namespace vht
