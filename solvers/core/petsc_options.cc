#include "solvers/core/petsc_options.h"

#include "physics/error.h"
#include "physics/suggestion.h"
#include "solvers/core/petsc.h"

#include <petscsys.h>

#include <algorithm>
#include <cctype>

namespace vht
{
  namespace
  {
    std::vector<std::string> user_options;
    std::vector<std::string> prefixes;

    /** What a user is likely to set behind a prefix; PETSc cannot list what its solvers understand. */
    const std::vector<std::string> common_options = {"ksp_type",
                                                     "ksp_rtol",
                                                     "ksp_atol",
                                                     "ksp_max_it",
                                                     "ksp_monitor",
                                                     "ksp_monitor_true_residual",
                                                     "ksp_converged_reason",
                                                     "ksp_view",
                                                     "ksp_gmres_restart",
                                                     "ksp_norm_type",
                                                     "pc_type",
                                                     "pc_jacobi_type",
                                                     "pc_sor_its",
                                                     "pc_factor_levels",
                                                     "pc_factor_mat_solver_type",
                                                     "pc_hypre_type",
                                                     "pc_hypre_boomeramg_strong_threshold",
                                                     "pc_hypre_boomeramg_max_iter",
                                                     "pc_gamg_threshold",
                                                     "sub_ksp_type",
                                                     "sub_pc_type"};

    std::vector<std::string>
    known_options()
    {
      std::vector<std::string> known;
      for (const auto &prefix : prefixes)
        for (const auto &option : common_options)
          known.push_back("-" + prefix + option);
      return known;
    }

    std::string
    list_prefixes()
    {
      std::string text;
      for (const auto &prefix : prefixes)
        text += (text.empty() ? "-" : ", -") + prefix;
      return text;
    }

    /** Names in PETSc's database that nobody has asked for. */
    std::vector<std::string>
    unused_names()
    {
      PetscInt n      = 0;
      char   **names  = nullptr;
      char   **values = nullptr;
      VHT_PETSC(PetscOptionsLeftGet(nullptr, &n, &names, &values));
      const std::vector<std::string> unused(names, names + n);
      VHT_PETSC(PetscOptionsLeftRestore(nullptr, &n, &names, &values));
      return unused;
    }
  } // namespace

  void
  remember_petsc_options(const std::vector<std::string> &arguments)
  {
    user_options.clear();
    for (const auto &argument : arguments)
      if (argument.size() > 1 && argument[0] == '-' && (std::isalpha(static_cast<unsigned char>(argument[1])) != 0))
        user_options.push_back(argument.substr(1));
  }

  void
  announce_petsc_prefix(const std::string &prefix)
  {
    if (std::find(prefixes.begin(), prefixes.end(), prefix) == prefixes.end())
      prefixes.push_back(prefix);
  }

  void
  default_petsc_option(const std::string &name, const std::string &value)
  {
    PetscBool given;
    VHT_PETSC(PetscOptionsHasName(nullptr, nullptr, name.c_str(), &given));
    if (given == PETSC_FALSE)
      VHT_PETSC(PetscOptionsSetValue(nullptr, name.c_str(), value.c_str()));
  }

  std::vector<std::string>
  unused_petsc_options()
  {
    std::vector<std::string> sentences;
    if (user_options.empty())
      return sentences;
    for (const auto &name : unused_names())
      if (std::find(user_options.begin(), user_options.end(), name) != user_options.end())
        {
          std::string help = did_you_mean("-" + name, known_options());
          if (help.empty() && !prefixes.empty())
            help = " The solvers of this run listen to options that begin with " + list_prefixes() + ".";
          sentences.push_back("PETSc option -" + name + " was not used by any solver." + help);
        }
    return sentences;
  }

  void
  check_unused_petsc_options()
  {
    std::string text;
    for (const auto &sentence : unused_petsc_options())
      text += (text.empty() ? "" : "\n") + sentence;
    if (!text.empty())
      throw InputError("command line: " + text);
  }
} // namespace vht
