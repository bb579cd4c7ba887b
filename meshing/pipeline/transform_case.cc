#include "meshing/pipeline/transform_case.h"

#include "meshing/pipeline/deciding.h"
#include "meshing/transform.h"
#include "physics/error.h"

#include <sstream>

namespace vht::meshing
{
  void
  TransformCase::declare(ParameterSection &root)
  {
    Deciding section(root.section(
      "Transform",
      "Applied to the source as soon as it is read: scale, then rotate, then translate; or a matrix alone. Fields of "
      "three components are directions and turn with it; a mirror image gets its cells oriented."));
    section.add("Scale", scale, "1", Bounds{1e-9, 1e9}, "Factor of all lengths.");
    section.add("Rotation axis", axis, "1", "Through the origin; of any length.");
    section.add("Rotation angle", angle, "degree", Bounds{-360, 360}, "Right-handed around the axis.");
    section.add("Translation", translation, "m", "Added to all points.");
    section.add("Matrix", matrix, "1",
                "12 or 16 numbers, row by row; the translation in the last column in metres, the fourth row 0 0 0 1.");
  }

  bool
  TransformCase::is_identity() const
  {
    return scale == 1 && angle == 0 && translation == Point{} && matrix.empty();
  }

  void
  TransformCase::check() const
  {
    if (!matrix.empty() && (scale != 1 || angle != 0 || translation != Point{}))
      throw InputError(
        "Transform/Matrix is set, and so is one of Scale, Rotation angle and Translation. The matrix holds "
        "all of them: leave the others away.");
    affine();
  }

  Affine
  TransformCase::affine() const
  {
    if (matrix.empty())
      return after(meshing::translation(translation), after(rotation(axis, angle), scaling(scale)));
    std::ostringstream numbers;
    numbers.precision(17);
    for (const double value : matrix)
      numbers << value << " ";
    try
      {
        return affine_of(numbers.str());
      }
    catch (const InputError &error)
      {
        throw InputError(std::string("Transform/Matrix: ") + error.what());
      }
  }
} // namespace vht::meshing
