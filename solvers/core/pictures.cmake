# Pictures (VTK, off-screen through EGL) and charts (SVG). A library of its own: it needs no deal.II, and vht-validate and
# vht-mesh draw too. Included by solvers/core/CMakeLists.txt.
add_library(vht_pictures STATIC
  ${CMAKE_CURRENT_LIST_DIR}/bar_chart.cc
  ${CMAKE_CURRENT_LIST_DIR}/chart.cc
  ${CMAKE_CURRENT_LIST_DIR}/colour_map.cc
  ${CMAKE_CURRENT_LIST_DIR}/line_tubes.cc
  ${CMAKE_CURRENT_LIST_DIR}/offscreen.cc
  ${CMAKE_CURRENT_LIST_DIR}/picture.cc
  ${CMAKE_CURRENT_LIST_DIR}/picture_colouring.cc
  ${CMAKE_CURRENT_LIST_DIR}/picture_overlay.cc
  ${CMAKE_CURRENT_LIST_DIR}/polylines.cc
  ${CMAKE_CURRENT_LIST_DIR}/surface_lines.cc
  ${CMAKE_CURRENT_LIST_DIR}/surface_view.cc)
target_link_libraries(vht_pictures PUBLIC vht_settings vht_physics PRIVATE ${VTK_LIBRARIES} ${VHT_EGL})
