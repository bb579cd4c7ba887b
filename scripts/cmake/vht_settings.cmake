# Language level, warnings and optimisation, for every target of the project.

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug or Release" FORCE)
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_CXX_FLAGS_RELEASE "-O3 -g0 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")

add_library(vht_settings INTERFACE)
target_include_directories(vht_settings INTERFACE "${CMAKE_SOURCE_DIR}" "${CMAKE_BINARY_DIR}/generated")
target_compile_options(vht_settings INTERFACE -Wall -Wextra -Wno-unused-local-typedefs -Wno-unknown-pragmas)
# g++ 12 sees overlaps in the concatenation of strings, accesses beyond arrays in boost::iostreams and std::sort, and
# undefined registers in its own AVX-512 header; there are none.
target_compile_options(vht_settings INTERFACE -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow
                       -Wno-stringop-overread -Wno-maybe-uninitialized)
# deal.II names two hundred libraries; keep those that are called.
target_link_options(vht_settings INTERFACE LINKER:--as-needed)
if(VHT_WERROR)
  target_compile_options(vht_settings INTERFACE -Werror)
endif()
if(VHT_SANITIZE)
  target_compile_options(vht_settings INTERFACE -fsanitize=address,undefined -fno-sanitize=vptr -fno-omit-frame-pointer)
  target_link_options(vht_settings INTERFACE -fsanitize=address,undefined -fno-sanitize=vptr)
endif()

# Kernels: what the pointwise laws and the element loops are compiled with. The inline exponential relies on the order
# of its additions, so -fassociative-math (and with it -ffast-math) must stay off.
set(VHT_KERNEL_FLAGS -O3 -fno-math-errno -fno-trapping-math -ffp-contract=fast -fno-signed-zeros)
if(VHT_SANITIZE)
  # Checks in every unrolled line: at -O3 one kernel takes a quarter of an hour and 5 GB to compile.
  list(TRANSFORM VHT_KERNEL_FLAGS REPLACE "-O3" "-O1")
elseif(VHT_NATIVE)
  include(CheckCXXCompilerFlag)
  check_cxx_compiler_flag(-march=native VHT_HAS_MARCH_NATIVE)
  if(VHT_HAS_MARCH_NATIVE)
    list(APPEND VHT_KERNEL_FLAGS -march=native)
  endif()
  check_cxx_compiler_flag(-mprefer-vector-width=512 VHT_HAS_PREFER_WIDTH)
  if(VHT_HAS_PREFER_WIDTH)
    list(APPEND VHT_KERNEL_FLAGS -mprefer-vector-width=512)
  endif()
endif()

find_program(VHT_CCACHE ccache)
if(VHT_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # The precompiled header and the generated version header would defeat the cache without these.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      "${CMAKE_COMMAND};-E;env;CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime;${VHT_CCACHE}")
  add_compile_options(-fpch-preprocess)
endif()
