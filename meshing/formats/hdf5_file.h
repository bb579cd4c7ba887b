#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace vht::meshing
{
  /**
   * All values of a data set of numbers, row by row, whatever their type in the file; whole numbers up to 2^53 are
   * exact.
   * @throws MeshError naming the file and the data set where either is missing or not of numbers
   */
  std::vector<double> read_hdf5(const std::filesystem::path &file, const std::string &data_set);
} // namespace vht::meshing
