#pragma once

/**
 * MatrixFree and FEEvaluation for vht::Lanes.
 *
 * A library that was built for one lane has no instantiations for more: this header brings the templates' bodies.
 * Including it costs about a minute of compile time, so one source file per matrix-free operator does so, and no
 * header.
 */

#include "solvers/core/simd.h"

#include <deal.II/matrix_free/dof_info.templates.h>
#include <deal.II/matrix_free/evaluation_template_factory.templates.h>
#include <deal.II/matrix_free/mapping_info.templates.h>
#include <deal.II/matrix_free/mapping_info_storage.templates.h>
#include <deal.II/matrix_free/matrix_free.templates.h>
#include <deal.II/matrix_free/shape_info.templates.h>
// In 9.4 this one has the include guard of evaluation_template_factory.templates.h.
#undef dealii_matrix_free_evaluation_template_factory_templates_h
#include <deal.II/matrix_free/evaluation_template_face_factory.templates.h>
#include <deal.II/matrix_free/evaluation_template_factory_hanging_nodes.templates.h>
