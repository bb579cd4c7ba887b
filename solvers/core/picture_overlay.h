#pragma once

#include "solvers/core/colour_map.h"
#include "solvers/core/offscreen.h"

#include <vtkNew.h>
#include <vtkRenderer.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace vht
{
  /**
   * Letters and flat shapes in front of a scene: titles, legends, scale bars.
   * Positions and sizes are pixels of the picture, origin in the lower left corner.
   */
  class PictureOverlay
  {
  public:
    enum class Align
    {
      left,
      centre,
      right
    };

    /** The overlay becomes the second layer of the window. */
    explicit PictureOverlay(OffscreenWindow &window);

    /** @p y is the middle of the letters' height. */
    void text(double             x,
              double             y,
              const std::string &text,
              double             size,
              Align              align   = Align::left,
              bool               upwards = false,
              bool               bold    = false,
              const Colour      &colour  = {0.13, 0.13, 0.15});

    void rectangle(double x0, double y0, double x1, double y1, const Colour &colour);
    void line(double x0, double y0, double x1, double y1, double width, const Colour &colour = {0.13, 0.13, 0.15});
    void triangle(const std::array<std::pair<double, double>, 3> &corners, const Colour &colour);

    /** An upright bar of colours with a frame; colour(0) at the bottom, colour(1) at the top. */
    void colour_bar(double x0, double y0, double x1, double y1, const std::function<Colour(double)> &colour);

  private:
    double              scale_;
    vtkNew<vtkRenderer> renderer_;

    void polygon(const std::vector<std::pair<double, double>> &corners, const Colour &colour);
  };
} // namespace vht
