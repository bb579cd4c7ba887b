# The libraries below the solvers, each as one target.

find_package(deal.II 9.4 REQUIRED)
foreach(feature MPI PETSC METIS GMSH HDF5)
  if(NOT DEAL_II_WITH_${feature})
    message(FATAL_ERROR "deal.II was built without ${feature}. Install Debian's libdeal.ii-dev, or build deal.II with "
                        "-DDEAL_II_WITH_${feature}=ON. See scripts/setup.")
  endif()
endforeach()

add_library(vht_dealii INTERFACE)
target_include_directories(vht_dealii SYSTEM INTERFACE ${DEAL_II_INCLUDE_DIRS})
target_compile_definitions(vht_dealii INTERFACE ${DEAL_II_USER_DEFINITIONS} $<$<CONFIG:Debug>:DEBUG>)
# The whole list: deal.II's headers call its own dependencies, and the linker takes no symbol from a library's library.
target_link_libraries(vht_dealii INTERFACE "$<IF:$<CONFIG:Debug>,${DEAL_II_LIBRARIES_DEBUG},${DEAL_II_LIBRARIES_RELEASE}>")

find_package(Boost REQUIRED COMPONENTS program_options serialization)
find_package(nlohmann_json REQUIRED)
find_package(VTK REQUIRED COMPONENTS ChartsCore CommonCore CommonDataModel CommonExecutionModel CommonTransforms FiltersCore
             FiltersGeneral FiltersGeometry FiltersSources FiltersVerdict IOGeometry IOImage IOLegacy IOPLY IOXML
             RenderingAnnotation RenderingContext2D RenderingContextOpenGL2 RenderingCore RenderingFreeType RenderingOpenGL2)
find_library(VHT_EGL EGL REQUIRED)
if(VHT_MESHING)
  find_package(CGAL REQUIRED)
  find_package(ZLIB REQUIRED)
endif()
