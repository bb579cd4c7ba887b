#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace vht
{
  /** States of a series: time [s] and file, relative to the collection's folder. */
  using TimeCollection = std::vector<std::pair<double, std::string>>;

  /** Write ParaView's collection (.pvd) of the files of a series, aside first. @throws InputError when the disk refuses
   */
  void write_collection(const std::filesystem::path &file, const TimeCollection &series);
} // namespace vht
