#pragma once

#include <string>
#include <vector>

namespace vht
{
  /** Options of the user's command line, without the leading '-' of the names, as PETSc got them. Once per run. */
  void remember_petsc_options(const std::vector<std::string> &arguments);

  /** A solver says under which prefix it asks PETSc's options database: "heart_potential_". For suggestions. */
  void announce_petsc_prefix(const std::string &prefix);

  /** Set an option (with its '-') that has no function of its own in PETSc, unless the user has set it. */
  void default_petsc_option(const std::string &name, const std::string &value);

  /** Those of the user's options that no solver has asked for so far, each as a sentence with a suggestion. */
  std::vector<std::string> unused_petsc_options();

  /** Throws InputError if there are any. To be called when every solver has been used once, before hours are spent. */
  void check_unused_petsc_options();
} // namespace vht
