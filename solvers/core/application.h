#pragma once

#include <functional>
#include <memory>
#include <string>

namespace vht
{
  class ParameterSection;
  class Run;

  /** What one tool does with a case. tool_main() calls the functions in the order in which they stand here. */
  class Application
  {
  public:
    virtual ~Application() = default;

    /** Adds every entry of the case file; each value is filled in as it is added. MPI is not running yet. */
    virtual void declare(ParameterSection &root) = 0;

    /** Rules across entries; throws InputError. MPI is not running yet. */
    virtual void
    check() const
    {
    }

    /** For --check: read what the case refers to, verify the names, stop. Nothing may be written. */
    virtual void
    inspect(Run &)
    {
    }

    virtual void run(Run &run) = 0;
  };

  struct Tool
  {
    std::string                                   name;    ///< "vht-heart"
    std::string                                   summary; ///< one sentence for --help
    std::function<std::unique_ptr<Application>()> make;
  };
} // namespace vht
