include("${CMAKE_SOURCE_DIR}/tests/component/test_meshes.cmake")
# VHT_ANATOMY: the test of real fibres skips where the folder is missing.
set_property(DIRECTORY APPEND PROPERTY COMPILE_DEFINITIONS VHT_ANATOMY="${VHT_ANATOMY}")
foreach(case fibres fibre_files ellipsoid_fibres real_fibres stimulus)
  vht_component_test(heart ${case} ${CMAKE_CURRENT_LIST_DIR}/${case}.cc LINK vht_heart vht_test_meshes TIMEOUT 300)
endforeach()
target_sources(component_heart PRIVATE ${CMAKE_CURRENT_LIST_DIR}/fibre_meshes.cc)
