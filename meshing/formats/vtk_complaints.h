#pragma once

#include <vtkLogger.h>
#include <vtkNew.h>
#include <vtkOutputWindow.h>
#include <vtkSmartPointer.h>
#include <vtkStringOutputWindow.h>

#include <string>

namespace vht::meshing
{
  /** Collects VTK's complaints for as long as it lives, instead of having them printed. */
  class VtkComplaints
  {
  public:
    VtkComplaints()
      : before_(vtkOutputWindow::GetInstance())
      , verbosity_(vtkLogger::GetCurrentVerbosityCutoff())
    {
      vtkOutputWindow::SetInstance(window_);
      vtkLogger::SetStderrVerbosity(vtkLogger::VERBOSITY_OFF);
    }

    ~VtkComplaints()
    {
      vtkOutputWindow::SetInstance(before_);
      vtkLogger::SetStderrVerbosity(verbosity_);
    }

    VtkComplaints(const VtkComplaints &)            = delete;
    VtkComplaints &operator=(const VtkComplaints &) = delete;

    /** The first complaint without the address of the object that has it; empty for none. */
    std::string
    first() const
    {
      const std::string text  = window_->GetOutput();
      const std::size_t begin = text.find("): ");
      return begin == std::string::npos ? text : text.substr(begin + 3, text.find('\n', begin) - begin - 3);
    }

  private:
    vtkNew<vtkStringOutputWindow>    window_;
    vtkSmartPointer<vtkOutputWindow> before_;
    vtkLogger::Verbosity             verbosity_;
  };
} // namespace vht::meshing
