# vht_library(<name> SOURCES <files> [LINK <targets>] [KERNELS <files>])
#
# One static library per floor or PDE folder. KERNELS are those of the sources that hold inner loops; they are compiled
# with VHT_KERNEL_FLAGS. The first library that links vht_dealii owns the precompiled header; the others reuse it.
function(vht_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINK;KERNELS" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  target_link_libraries(${name} PUBLIC vht_settings ${arg_LINK})
  if(arg_KERNELS)
    set_source_files_properties(${arg_KERNELS} PROPERTIES COMPILE_OPTIONS "${VHT_KERNEL_FLAGS}" SKIP_PRECOMPILE_HEADERS ON)
  endif()
  vht_precompile(${name})
endfunction()

# Let <target> use the precompiled header of vht_core, where there is one.
function(vht_precompile target)
  if(VHT_PRECOMPILED_HEADER AND TARGET vht_core AND NOT target STREQUAL vht_core AND NOT target MATCHES "vht_mesh|vht_physics|vht_validate")
    target_precompile_headers(${target} REUSE_FROM vht_core)
  endif()
endfunction()
