#pragma once

#include <filesystem>
#include <string>

namespace vht
{
  /**
   * Writes the text beside the file and renames it: who reads sees the old text or the new one, never half of it.
   * @throws InputError if the folder cannot be written
   */
  void write_atomically(const std::filesystem::path &file, const std::string &text);
} // namespace vht
