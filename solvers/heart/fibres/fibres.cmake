# Directions of the tissue: rules, files, frames at quadrature points.
set(vht_fibre_sources
    fibres/ellipsoid_fibres.cc
    fibres/ellipsoid_wall.cc
    fibres/fibre_field.cc
    fibres/fibre_file.cc
    fibres/fibre_parameters.cc
    fibres/frames.cc
    fibres/laplace_solver.cc
    fibres/vector_file.cc
    fibres/wall_coordinates.cc
    fibres/wall_rule.cc)
