#include "solvers/core/offscreen.h"

#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <vtkAutoInit.h>
#include <vtkCallbackCommand.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPNGWriter.h>
#include <vtkRendererCollection.h>
#include <vtkUnsignedCharArray.h>

#include <cstdlib>
#include <stdexcept>
#include <string>

VTK_MODULE_INIT(vtkRenderingOpenGL2)
VTK_MODULE_INIT(vtkRenderingFreeType)

namespace vht
{
  namespace
  {
    [[noreturn]] void
    fail(const std::string &what)
    {
      throw std::runtime_error("Pictures cannot be drawn here: " + what +
                               ". Install Mesa's EGL (Debian: libegl1 libegl-mesa0 libgl1-mesa-dri).");
    }
  } // namespace

  QuietVtk::QuietVtk()
    : before_(vtkObject::GetGlobalWarningDisplay())
  {
    vtkObject::GlobalWarningDisplayOff();
  }

  QuietVtk::~QuietVtk()
  {
    vtkObject::SetGlobalWarningDisplay(before_);
  }

  struct OffscreenWindow::Context
  {
    EGLDisplay                           display = EGL_NO_DISPLAY;
    EGLContext                           context = EGL_NO_CONTEXT;
    EGLSurface                           surface = EGL_NO_SURFACE;
    vtkNew<vtkGenericOpenGLRenderWindow> window;
    vtkNew<vtkCallbackCommand>           make_current, is_current, supports;

    Context()
    {
      try
        {
          open();
        }
      catch (...)
        {
          close();
          throw;
        }
    }

    ~Context()
    {
      window->Finalize();
      close();
    }

    void
    open()
    {
      // Reproducible pictures, and no probing of GPUs that belong to somebody else; the user's own setting wins.
      setenv("LIBGL_ALWAYS_SOFTWARE", "1", 0);

      const auto get_display =
        reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
      if (get_display == nullptr)
        fail("EGL does not know platforms");
      display = get_display(EGL_PLATFORM_SURFACELESS_MESA, nullptr, nullptr);
      if (display == EGL_NO_DISPLAY || eglInitialize(display, nullptr, nullptr) != EGL_TRUE)
        fail("EGL has no surfaceless display");

      const EGLint wanted[] = {
        EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_RED_SIZE, 8, EGL_DEPTH_SIZE, 24,
        EGL_NONE};
      EGLConfig config;
      EGLint    found = 0;
      if (eglChooseConfig(display, wanted, &config, 1, &found) != EGL_TRUE || found == 0)
        fail("EGL has no 24-bit colour with depth");

      const EGLint size[]    = {EGL_WIDTH, 16, EGL_HEIGHT, 16, EGL_NONE}; // VTK renders into its own frame buffers
      const EGLint version[] = {EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 2, EGL_NONE};
      if (eglBindAPI(EGL_OPENGL_API) != EGL_TRUE)
        fail("EGL has no OpenGL");
      surface = eglCreatePbufferSurface(display, config, size);
      context = eglCreateContext(display, config, EGL_NO_CONTEXT, version);
      if (context == EGL_NO_CONTEXT || eglMakeCurrent(display, surface, surface, context) != EGL_TRUE)
        fail("OpenGL 3.2 is not available");
    }

    void
    close()
    {
      if (display == EGL_NO_DISPLAY)
        return;
      eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
      if (context != EGL_NO_CONTEXT)
        eglDestroyContext(display, context);
      if (surface != EGL_NO_SURFACE)
        eglDestroySurface(display, surface);
      eglTerminate(display);
      display = EGL_NO_DISPLAY;
    }

    void
    attach()
    {
      make_current->SetClientData(this);
      make_current->SetCallback([](vtkObject *, unsigned long, void *self, void *) {
        const auto &context = *static_cast<Context *>(self);
        eglMakeCurrent(context.display, context.surface, context.surface, context.context);
      });
      is_current->SetClientData(this);
      is_current->SetCallback([](vtkObject *, unsigned long, void *self, void *answer) {
        *static_cast<bool *>(answer) = eglGetCurrentContext() == static_cast<Context *>(self)->context;
      });
      supports->SetCallback([](vtkObject *, unsigned long, void *, void *answer) { *static_cast<int *>(answer) = 1; });
      window->AddObserver(vtkCommand::WindowMakeCurrentEvent, make_current);
      window->AddObserver(vtkCommand::WindowIsCurrentEvent, is_current);
      window->AddObserver(vtkCommand::WindowSupportsOpenGLEvent, supports);
      window->SetOwnContext(0);
      window->SetReadyForRendering(true);
      if (!window->InitializeFromCurrentContext())
        fail("VTK refuses this OpenGL");
    }
  };

  OffscreenWindow::OffscreenWindow(const int width, const int height, const int supersampling)
    : context_(std::make_unique<Context>())
    , width_(width)
    , height_(height)
    , supersampling_(supersampling)
  {
    const QuietVtk quiet;
    context_->window->SetMultiSamples(0);
    context_->window->SetSize(width * supersampling, height * supersampling);
    context_->attach();
  }

  OffscreenWindow::~OffscreenWindow() = default;

  vtkRenderWindow &
  OffscreenWindow::window()
  {
    return *context_->window;
  }

  void
  OffscreenWindow::write_png(const std::filesystem::path &file)
  {
    const QuietVtk quiet;
    const int      s = supersampling_, row = 3 * width_ * s;

    context_->window->Render();
    vtkNew<vtkUnsignedCharArray> fine;
    window().GetPixelData(0, 0, width_ * s - 1, height_ * s - 1, 0, fine);
    if (fine->GetNumberOfValues() != vtkIdType(row) * height_ * s)
      fail("the picture could not be read back");

    vtkNew<vtkImageData> image;
    image->SetDimensions(width_, height_, 1);
    image->AllocateScalars(VTK_UNSIGNED_CHAR, 3);
    auto *out = static_cast<unsigned char *>(image->GetScalarPointer());
    for (int y = 0; y < height_; ++y)
      for (int x = 0; x < width_; ++x)
        for (int channel = 0; channel < 3; ++channel, ++out)
          {
            int sum = 0;
            for (int j = 0; j < s; ++j)
              for (int i = 0; i < s; ++i)
                sum += fine->GetValue(vtkIdType(y * s + j) * row + 3 * (x * s + i) + channel);
            *out = static_cast<unsigned char>((sum + s * s / 2) / (s * s));
          }

    if (file.has_parent_path())
      std::filesystem::create_directories(file.parent_path());
    vtkNew<vtkPNGWriter> writer;
    writer->SetInputData(image);
    writer->SetFileName(file.c_str());
    writer->Write();
    if (writer->GetErrorCode() != 0 || !std::filesystem::exists(file))
      throw std::runtime_error("The picture " + file.string() + " cannot be written.");
  }
} // namespace vht
