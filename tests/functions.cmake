# What every test of the project is made with.

# One thread per rank, more ranks than cores allowed, also as root, also where ptrace or ssh are missing (containers).
set(VHT_TEST_ENVIRONMENT
    GTEST_COLOR=no
    OMP_NUM_THREADS=1
    OPENBLAS_NUM_THREADS=1
    OMPI_ALLOW_RUN_AS_ROOT=1
    OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
    OMPI_MCA_rmaps_base_oversubscribe=1
    OMPI_MCA_mpi_yield_when_idle=1
    OMPI_MCA_hwloc_base_binding_policy=none
    OMPI_MCA_btl_vader_single_copy_mechanism=none
    OMPI_MCA_plm_rsh_agent=)

if(VHT_SANITIZE)
  # MPI and the graphics drivers keep what they allocate.
  list(APPEND VHT_TEST_ENVIRONMENT ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1)
endif()

# Labels, time limit, environment of one test. LABELS beyond level and module: slow, validation; otherwise quick is added.
function(_vht_test_properties name)
  cmake_parse_arguments(arg "" "TIMEOUT;RANKS" "LABELS" ${ARGN})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  if(VHT_SANITIZE OR CMAKE_BUILD_TYPE STREQUAL "Debug")
    math(EXPR arg_TIMEOUT "10 * ${arg_TIMEOUT}")
  endif()
  if(NOT arg_RANKS)
    set(arg_RANKS 1)
  endif()
  if(NOT "slow" IN_LIST arg_LABELS AND NOT "validation" IN_LIST arg_LABELS)
    list(APPEND arg_LABELS quick)
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT} PROCESSORS ${arg_RANKS}
                       SKIP_RETURN_CODE 77 ENVIRONMENT "${VHT_TEST_ENVIRONMENT}")
endfunction()

# Add <file> to the module's one executable and return the GoogleTest filter that selects the tests of this file.
function(_vht_module_executable target main file filter links)
  get_filename_component(source "${file}" ABSOLUTE)
  file(STRINGS "${source}" lines REGEX "^ *(TYPED_)?TEST(_F|_P)?\\(")
  set(patterns "")
  foreach(line IN LISTS lines)
    if(line MATCHES "TEST(_F|_P)?\\( *([A-Za-z0-9_]+)")
      set(suite ${CMAKE_MATCH_2})
      list(APPEND patterns ${suite}.* ${suite}/* */${suite}.* */${suite}/*)
    endif()
  endforeach()
  if(NOT patterns)
    message(FATAL_ERROR "${source} holds no TEST(Suite, Name): a test that cannot fail. Remove it or its entry.")
  endif()
  list(REMOVE_DUPLICATES patterns)
  list(JOIN patterns ":" patterns)
  set(${filter} "${patterns}" PARENT_SCOPE)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${source}")

  if(NOT TARGET ${target})
    add_executable(${target} "${CMAKE_SOURCE_DIR}/tests/${main}")
    target_link_libraries(${target} PRIVATE vht_settings GTest::gtest)
    if("vht_dealii" IN_LIST links OR NOT main STREQUAL "main.cc")
      vht_precompile(${target})
    endif()
  endif()
  target_sources(${target} PRIVATE "${source}")
  target_link_libraries(${target} PRIVATE ${links})
endfunction()

# vht_unit_test(<module> <case> <file> LINK <targets> [LABELS slow] [TIMEOUT <s>])
#
# The GoogleTests of one file, without MPI, as CTest unit.<module>.<case>. All files of a module share one executable.
function(vht_unit_test module case file)
  cmake_parse_arguments(arg "" "TIMEOUT" "LINK;LABELS" ${ARGN})
  _vht_module_executable(unit_${module} main.cc "${file}" filter "${arg_LINK}")
  set(name unit.${module}.${case})
  add_test(NAME ${name} COMMAND unit_${module} --gtest_filter=${filter})
  _vht_test_properties(${name} LABELS unit ${module} ${arg_LABELS} TIMEOUT ${arg_TIMEOUT})
endfunction()

# vht_component_test(<module> <case> <file> LINK <targets> [RANKS 1 2 3] [LABELS slow] [TIMEOUT <s>])
#
# The same with MPI and PETSc initialised, on each number of ranks, as component.<module>.<case>.np<N>.
function(vht_component_test module case file)
  cmake_parse_arguments(arg "" "TIMEOUT" "LINK;RANKS;LABELS" ${ARGN})
  if(NOT arg_RANKS)
    set(arg_RANKS ${VHT_MPI_RANKS})
  endif()
  _vht_module_executable(component_${module} main_mpi.cc "${file}" filter "${arg_LINK};vht_dealii")
  foreach(ranks IN LISTS arg_RANKS)
    set(name component.${module}.${case}.np${ranks})
    _vht_launcher(launcher ${ranks})
    add_test(NAME ${name} COMMAND ${launcher} $<TARGET_FILE:component_${module}> --gtest_filter=${filter})
    _vht_test_properties(${name} LABELS component ${module} ${arg_LABELS} TIMEOUT ${arg_TIMEOUT} RANKS ${ranks})
  endforeach()
endfunction()

# vht_failure_test(<case> EXIT <code> TEXT <regex>... COMMAND <program> <arguments>... [SETUP <bash line>]
#                  [FILES <path>...] [FIXTURES <names>] [LABELS ..] [TIMEOUT <s>])
#
# The command must leave with this code, say every text (extended regular expressions, line by line), show no trace of
# its insides, and leave every FILE behind. It runs in an empty folder of its own; SETUP is executed there first.
function(vht_failure_test case)
  cmake_parse_arguments(arg "" "EXIT;SETUP;TIMEOUT" "TEXT;COMMAND;FILES;FIXTURES;LABELS" ${ARGN})
  if(NOT DEFINED arg_EXIT OR NOT arg_TEXT OR NOT arg_COMMAND)
    message(FATAL_ERROR "vht_failure_test(${case}): EXIT, TEXT and COMMAND are all needed.")
  endif()
  set(name failure.${case})
  set(folder "${CMAKE_BINARY_DIR}/tests/runs/${name}")
  list(TRANSFORM arg_TEXT PREPEND "--text;")
  list(TRANSFORM arg_FILES PREPEND "--file;")
  add_test(NAME ${name} COMMAND bash "${CMAKE_SOURCE_DIR}/tests/failure/expect" --folder "${folder}" --setup "${arg_SETUP}"
                                --exit ${arg_EXIT} ${arg_TEXT} ${arg_FILES} --run ${arg_COMMAND})
  _vht_test_properties(${name} LABELS failure ${arg_LABELS} TIMEOUT ${arg_TIMEOUT})
  set_tests_properties(${name} PROPERTIES FIXTURES_REQUIRED "${arg_FIXTURES}")
endfunction()

# vht_run_test(<level> <module> <case> TOOL <target> CASE <file> [ARGUMENTS ..] [RANKS 1 2 3] [RTOL r] [ATOL a]
#              [REFERENCE <json>] [TABLES <csv>...] [PICTURES <png>...] [FIXTURES ..] [LABELS ..] [TIMEOUT <s>])
#
# Runs the tool on the case, once for each number of ranks, each in its own output folder. Then, as tests of their own,
# the numbers of summary.json and of the TABLES must agree between the first and every other number of ranks to RTOL and
# ATOL (default 1e-6 and 0), and those of the first with REFERENCE, in which each number carries its own tolerance.
# PICTURES must exist and not be blank.
function(vht_run_test level module case)
  cmake_parse_arguments(arg "" "TOOL;CASE;RTOL;ATOL;REFERENCE;TIMEOUT" "ARGUMENTS;RANKS;TABLES;PICTURES;FIXTURES;LABELS" ${ARGN})
  foreach(default "RANKS ${VHT_MPI_RANKS}" "RTOL 1e-6" "ATOL 0")
    separate_arguments(default)
    list(POP_FRONT default key)
    if(NOT DEFINED arg_${key})
      set(arg_${key} ${default})
    endif()
  endforeach()
  set(labels LABELS ${level} ${module} ${arg_LABELS} TIMEOUT ${arg_TIMEOUT})
  set(base ${level}.${module}.${case})
  list(GET arg_RANKS 0 first)
  set(first_folder "${CMAKE_BINARY_DIR}/tests/runs/${base}.np${first}")

  foreach(ranks IN LISTS arg_RANKS)
    set(name ${base}.np${ranks})
    set(folder "${CMAKE_BINARY_DIR}/tests/runs/${name}")
    _vht_launcher(launcher ${ranks})
    add_test(NAME ${name} COMMAND ${launcher} $<TARGET_FILE:${arg_TOOL}> "${arg_CASE}" --quiet --output "${folder}"
                                  ${arg_ARGUMENTS})
    _vht_test_properties(${name} ${labels} RANKS ${ranks})
    set_tests_properties(${name} PROPERTIES FIXTURES_SETUP ${name} FIXTURES_REQUIRED "${arg_FIXTURES}")
    if(NOT ranks EQUAL first)
      foreach(file IN ITEMS summary.json LISTS arg_TABLES)
        vht_compare_test(${name}.${file} "${folder}/${file}" "${first_folder}/${file}" ${labels}
                         FIXTURES ${name} ${base}.np${first} OPTIONS --rtol ${arg_RTOL} --atol ${arg_ATOL} --ignore "linear iterations per step")
      endforeach()
    endif()
  endforeach()

  if(arg_REFERENCE)
    get_filename_component(reference "${arg_REFERENCE}" ABSOLUTE)
    if(NOT EXISTS "${reference}")
      message(FATAL_ERROR "vht_run_test(${base}): there is no reference ${reference}. tests/regression/update makes it.")
    endif()
    vht_compare_test(${base}.reference "${first_folder}/summary.json" "${reference}" ${labels} FIXTURES ${base}.np${first})
  endif()
  foreach(picture IN LISTS arg_PICTURES)
    get_filename_component(stem "${picture}" NAME_WE)
    set(name ${base}.picture.${stem})
    add_test(NAME ${name} COMMAND compare_numbers --picture "${first_folder}/${picture}")
    _vht_test_properties(${name} ${labels})
    set_tests_properties(${name} PROPERTIES FIXTURES_REQUIRED ${base}.np${first})
  endforeach()
endfunction()

# vht_compare_test(<name> <result> <reference> [OPTIONS --rtol ..] [FIXTURES ..] [LABELS ..] [TIMEOUT <s>])
#
# Numbers of two JSON or CSV files, see compare_numbers.cc.
function(vht_compare_test name result reference)
  cmake_parse_arguments(arg "" "TIMEOUT" "OPTIONS;FIXTURES;LABELS" ${ARGN})
  add_test(NAME ${name} COMMAND compare_numbers "${result}" "${reference}" ${arg_OPTIONS})
  _vht_test_properties(${name} LABELS ${arg_LABELS} TIMEOUT ${arg_TIMEOUT})
  set_tests_properties(${name} PROPERTIES FIXTURES_REQUIRED "${arg_FIXTURES}")
endfunction()

# vht_script_test(<name> COMMAND .. [LABELS ..] [TIMEOUT <s>] [RANKS <n>] [FIXTURES ..]): any command whose exit code judges.
function(vht_script_test name)
  cmake_parse_arguments(arg "" "TIMEOUT;RANKS" "COMMAND;FIXTURES;LABELS" ${ARGN})
  add_test(NAME ${name} COMMAND ${arg_COMMAND})
  _vht_test_properties(${name} LABELS ${arg_LABELS} TIMEOUT ${arg_TIMEOUT} RANKS ${arg_RANKS})
  set_tests_properties(${name} PROPERTIES FIXTURES_REQUIRED "${arg_FIXTURES}")
endfunction()

# vht_test_mesh(<name> <case file> [ARGUMENTS ..] [TIMEOUT <s>]): fixture mesh.<name>, a mesh that tests need, made once by
# vht-mesh as ${VHT_TEST_MESHES}/<name>/mesh.msh.
function(vht_test_mesh fixture case)
  cmake_parse_arguments(arg "" "TIMEOUT" "ARGUMENTS" ${ARGN})
  get_filename_component(case "${case}" ABSOLUTE)
  set(name mesh.${fixture})
  add_test(NAME ${name} COMMAND vht-mesh run "${case}" --quiet --output "${VHT_TEST_MESHES}/${fixture}" ${arg_ARGUMENTS})
  _vht_test_properties(${name} LABELS mesh TIMEOUT ${arg_TIMEOUT})
  set_tests_properties(${name} PROPERTIES FIXTURES_SETUP ${name})
endfunction()

# One rank is started without a launcher, as a user would.
function(_vht_launcher variable ranks)
  set(launcher "")
  if(ranks GREATER 1)
    set(launcher "${MPIEXEC_EXECUTABLE}" -n ${ranks})
  endif()
  set(${variable} "${launcher}" PARENT_SCOPE)
endfunction()
