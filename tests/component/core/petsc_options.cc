#include "solvers/core/petsc_options.h"

#include "solvers/core/petsc.h"
#include "tests/unit/core/scratch.h"

#include <petscksp.h>

using namespace vht;
using namespace vht::testing;

TEST(PetscOptions, AMistypedOptionIsFoundAfterTheFirstSolver)
{
  const std::vector<std::string> arguments = {"-heart_potental_ksp_type", "cg", "-heart_potential_ksp_rtol", "-1e-3",
                                              "-wrong"};
  for (std::size_t i = 0; i < 4; i += 2)
    VHT_PETSC(PetscOptionsSetValue(nullptr, arguments[i].c_str(), arguments[i + 1].c_str()));
  VHT_PETSC(PetscOptionsSetValue(nullptr, "-wrong", nullptr));
  VHT_PETSC(PetscOptionsSetValue(nullptr, "-not_of_the_user", "1"));
  remember_petsc_options(arguments);

  announce_petsc_prefix("heart_potential_");
  EXPECT_EQ(unused_petsc_options().size(), 3u); // nobody has asked yet

  PetscReal value = 0.;
  VHT_PETSC(PetscOptionsGetReal(nullptr, "heart_potential_", "-ksp_rtol", &value, nullptr));
  EXPECT_EQ(value, -1e-3);

  const std::string text = mistake([] { check_unused_petsc_options(); });
  expect_in("PETSc option -heart_potental_ksp_type was not used by any solver. "
            "Did you mean \"-heart_potential_ksp_type\"?",
            text);
  expect_in("PETSc option -wrong was not used by any solver. The solvers of this run listen to options that begin with "
            "-heart_potential_.",
            text);
  expect_not_in("ksp_rtol was", text);
  expect_not_in("not_of_the_user", text);

  remember_petsc_options({});
  EXPECT_NO_THROW(check_unused_petsc_options());
  for (const char *name : {"-heart_potental_ksp_type", "-heart_potential_ksp_rtol", "-wrong", "-not_of_the_user"})
    VHT_PETSC(PetscOptionsClearValue(nullptr, name));
}
