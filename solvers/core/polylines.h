#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

namespace vht
{
  /** Lines in space with numbers on them, such as centrelines of vessels. Coordinates as the file has them. */
  struct Polylines
  {
    struct Field
    {
      std::string         name;
      std::vector<double> values; ///< one for each point, or one for each line
    };

    std::vector<std::array<double, 3>>    points;
    std::vector<std::vector<std::size_t>> lines; ///< numbers of points
    std::vector<Field>                    point_fields, line_fields;

    /** Values at the points under a name. @throws InputError that names the closest and begins with @p file */
    const std::vector<double> &at_points(const std::string &name, const std::filesystem::path &file) const;
  };

  /** Write a .vtp file, aside first. @throws InputError when the disk refuses */
  void write_polylines(const std::filesystem::path &file, const Polylines &lines);

  /** Read a .vtp file; of its cells the lines, of its fields those with one component. @throws InputError */
  Polylines read_polylines(const std::filesystem::path &file);
} // namespace vht
