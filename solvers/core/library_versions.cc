#include "solvers/core/library_versions.h"

#include <deal.II/base/config.h>

#include <gmsh.h>
#include <H5public.h>
#include <mpi.h>
#include <nlohmann/json.hpp>
#include <petscsys.h>
#include <vtkVersion.h>

namespace vht
{
  namespace
  {
    std::string
    petsc_version()
    {
      PetscInt major = 0, minor = 0, patch = 0, release = 0;
      if (PetscGetVersionNumber(&major, &minor, &patch, &release) != 0)
        return "unknown";
      return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
    }

    std::string
    hdf5_version()
    {
      unsigned major = 0, minor = 0, patch = 0;
      if (H5get_libversion(&major, &minor, &patch) < 0)
        return "unknown";
      return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
    }

    std::string
    mpi_version()
    {
      char text[MPI_MAX_LIBRARY_VERSION_STRING] = {};
      int  length                               = 0;
      MPI_Get_library_version(text, &length);
      const std::string all(text, static_cast<std::size_t>(length));
      return all.substr(0, all.find_first_of(",\n")); // without its build options
    }
  } // namespace

  std::vector<std::pair<std::string, std::string>>
  library_versions()
  {
    return {{"deal.II", DEAL_II_PACKAGE_VERSION}, {"PETSc", petsc_version()}, {"HDF5", hdf5_version()},
            {"VTK", vtkVersion::GetVTKVersion()}, {"Gmsh", GMSH_API_VERSION}, {"MPI", mpi_version()}};
  }
} // namespace vht
