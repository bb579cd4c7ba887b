#pragma once

#include <filesystem>
#include <memory>

class vtkRenderWindow;

namespace vht
{
  /** Silences VTK while it lives: it writes what we throw, and three harmless words about EGL. */
  class QuietVtk
  {
  public:
    QuietVtk();
    ~QuietVtk();

  private:
    int before_;
  };

  /**
   * A VTK render window that needs no screen: OpenGL through EGL without a surface, in software where there is no GPU.
   *
   * VTK's own window aborts the process without a display, which cannot be caught; this one throws. Everything is
   * rendered @p supersampling times as fine and averaged when written, so lines and letters must be scaled by that
   * factor, see scale().
   */
  class OffscreenWindow
  {
  public:
    /** @throws std::runtime_error if EGL or OpenGL 3.2 is missing */
    OffscreenWindow(int width, int height, int supersampling = 2);
    ~OffscreenWindow();

    vtkRenderWindow &window();

    /** Rendered pixels per pixel of the picture. */
    int
    scale() const
    {
      return supersampling_;
    }

    /** Render and write. @throws std::runtime_error if the file cannot be written */
    void write_png(const std::filesystem::path &file);

  private:
    struct Context;

    std::unique_ptr<Context> context_;
    int                      width_, height_, supersampling_;
  };
} // namespace vht
