# vht_test_meshes: meshes in memory and scratch folders for component tests (test_meshes.h).
# include("${CMAKE_SOURCE_DIR}/tests/component/test_meshes.cmake")
if(NOT TARGET vht_test_meshes)
  add_library(vht_test_meshes STATIC "${CMAKE_CURRENT_LIST_DIR}/test_meshes.cc")
  target_link_libraries(vht_test_meshes PUBLIC vht_core GTest::gtest)
  vht_precompile(vht_test_meshes)
endif()
