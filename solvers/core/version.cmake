# cmake -DSOURCE_DIR=.. -DVERSION=.. -DTEMPLATE=.. -DHEADER=.. -P version.cmake: writes the version header.

set(GIT_HASH "unknown")
set(GIT_CHANGED "false")
find_program(GIT git)
if(GIT)
  execute_process(COMMAND ${GIT} -C ${SOURCE_DIR} rev-parse --short=12 HEAD
                  OUTPUT_VARIABLE hash OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE result ERROR_QUIET)
  if(result EQUAL 0)
    set(GIT_HASH "${hash}")
    execute_process(COMMAND ${GIT} -C ${SOURCE_DIR} status --porcelain --untracked-files=no
                    OUTPUT_VARIABLE changes ERROR_QUIET)
    if(NOT changes STREQUAL "")
      set(GIT_CHANGED "true")
    endif()
  endif()
endif()
configure_file(${TEMPLATE} ${HEADER} @ONLY)
