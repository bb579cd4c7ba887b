#pragma once

#include "meshing/affine.h"

#include <string>

namespace vht::meshing
{
  /** Same length in all directions. @throws InputError for a factor that is not positive */
  Affine scaling(double factor);

  Affine translation(const Point &by);

  /**
   * Around an axis through the origin, right-handed.
   * @param[in] angle  [degree]
   * @throws InputError for an axis without length
   */
  Affine rotation(const Point &axis, double angle);

  /** First `inner`, then `outer`. */
  Affine after(const Affine &outer, const Affine &inner);

  /**
   * A matrix as imaging tools write it: 12 or 16 numbers, row by row, the translation in the last column, the fourth
   * row 0 0 0 1. Behind the numbers may stand the unit of the translation, else it is in metres.
   * @throws InputError for other numbers, an unknown unit or a matrix that flattens space
   */
  Affine affine_of(const std::string &numbers);

  /**
   * Move all points. Fields of three components are taken for directions that lie in the tissue, as fibres do: they
   * are turned as lines drawn in it and keep their length. Under rotation and even scaling, systems of fibre, sheet
   * and normal stay orthogonal, under shear they do not. Other fields keep their values.
   *
   * A mirror image would turn all cells inside out: their corners are exchanged. What was inverted stays so.
   * @throws InputError for a matrix that flattens space
   */
  void transform(TaggedMesh &mesh, const Affine &affine);
} // namespace vht::meshing
