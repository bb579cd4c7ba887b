#pragma once

#include "solvers/core/application.h"
#include "solvers/core/log.h"

#include <filesystem>
#include <string>
#include <vector>

namespace vht
{
  /** What the user asks a tool to do. */
  struct CommandLine
  {
    enum class Action
    {
      run,
      check,
      help,
      version,
      print_prm,
      print_json
    };

    Action                   action = Action::run;
    std::filesystem::path    case_file;   ///< may be empty with help, version and print
    std::vector<std::string> assignments; ///< of --set
    std::filesystem::path    output;      ///< as given, or results/<name of the case>
    bool                     restart   = false;
    Verbosity                verbosity = Verbosity::normal;
    std::vector<std::string> petsc; ///< what stands after --
  };

  /** The arguments without the program's name. Throws InputError with a hint. */
  CommandLine parse_command_line(const std::vector<std::string> &arguments, const Tool &tool);

  std::string help_text(const Tool &tool);

  /** results/<name>, by the name of the file, or of its folder where the file is just "case.prm". */
  std::filesystem::path default_output(const std::filesystem::path &case_file);
} // namespace vht
