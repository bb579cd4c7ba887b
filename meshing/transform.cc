#include "meshing/transform.h"

#include "meshing/geometry.h"
#include "physics/error.h"
#include "physics/units.h"

#include <numbers>
#include <sstream>

namespace vht::meshing
{
  namespace
  {
    void
    refuse_flat(const Affine &affine)
    {
      const double lengths = norm(affine.columns[0]) * norm(affine.columns[1]) * norm(affine.columns[2]);
      if (!(std::abs(affine.determinant()) > 1e-9 * lengths))
        throw InputError("The matrix flattens space: its determinant is " + std::to_string(affine.determinant()) +
                         ". It has to be of rank 3.");
    }

    void
    turn_directions(std::vector<Field> &fields, Affine affine)
    {
      affine.origin = {};
      for (Field &field : fields)
        {
          if (field.components != 3)
            continue;
          for (std::size_t i = 0; i + 2 < field.values.size(); i += 3)
            {
              const Point  before{field.values[i], field.values[i + 1], field.values[i + 2]};
              const Point  turned = affine(before);
              const double length = norm(turned);
              for (unsigned d = 0; d < 3 && length > 0; ++d)
                field.values[i + d] = norm(before) / length * turned[d];
            }
        }
    }
  } // namespace


  Affine
  scaling(double factor)
  {
    if (!(factor > 0))
      throw InputError("The factor to scale by is " + std::to_string(factor) +
                       "; it must be positive. A mirror image needs a matrix.");
    Affine affine;
    for (Point &column : affine.columns)
      column = factor * column;
    return affine;
  }

  Affine
  translation(const Point &by)
  {
    Affine affine;
    affine.origin = by;
    return affine;
  }

  Affine
  rotation(const Point &axis, double angle)
  {
    if (!(norm(axis) > 0))
      throw InputError("The axis to rotate around has no length.");
    const Point  n       = unit(axis);
    const double radians = angle * std::numbers::pi / 180, c = std::cos(radians), s = std::sin(radians);
    Affine       affine;
    for (unsigned d = 0; d < 3; ++d)
      {
        Point unit{};
        unit[d] = 1;
        // Rodrigues' formula for the image of a unit vector.
        affine.columns[d] = c * unit + s * cross(n, unit) + ((1 - c) * n[d]) * n;
      }
    return affine;
  }

  Affine
  after(const Affine &outer, const Affine &inner)
  {
    Affine linear = outer, both;
    linear.origin = {};
    for (unsigned d = 0; d < 3; ++d)
      both.columns[d] = linear(inner.columns[d]);
    both.origin = outer(inner.origin);
    return both;
  }

  Affine
  affine_of(const std::string &numbers)
  {
    std::istringstream  stream(numbers);
    std::vector<double> values;
    std::string         word, unit;
    while (stream >> word)
      {
        if (!unit.empty())
          throw InputError("The matrix has \"" + word + "\" behind its unit \"" + unit + "\".");
        std::size_t used = 0;
        try
          {
            values.push_back(std::stod(word, &used));
          }
        catch (const std::exception &)
          {
          }
        if (used == 0)
          unit = word;
        else if (used != word.size() && word.substr(used) != ",")
          throw InputError("The matrix has \"" + word + "\", which is no number.");
      }
    if (values.size() == 12)
      values.insert(values.end(), {0, 0, 0, 1});
    if (values.size() != 16)
      throw InputError("The matrix has " + std::to_string(values.size()) +
                       " numbers; 12 or 16 are expected, row by row, the translation in the last column.");
    if (values[12] != 0 || values[13] != 0 || values[14] != 0 || values[15] != 1)
      throw InputError("The fourth row of the matrix has to be 0 0 0 1. Are its rows and columns exchanged?");
    const double metres = unit.empty() ? 1 : to_si("1 " + unit, "m");
    Affine       affine;
    for (std::size_t row = 0; row < 3; ++row)
      {
        for (std::size_t column = 0; column < 3; ++column)
          affine.columns[column][row] = values[4 * row + column];
        affine.origin[row] = metres * values[4 * row + 3];
      }
    refuse_flat(affine);
    return affine;
  }

  void
  transform(TaggedMesh &mesh, const Affine &affine)
  {
    refuse_flat(affine);
    for (Point &point : mesh.points)
      point = affine(point);
    turn_directions(mesh.cell_data, affine);
    turn_directions(mesh.point_data, affine);
    if (affine.determinant() < 0)
      turn_all_cells(mesh);
  }
} // namespace vht::meshing
