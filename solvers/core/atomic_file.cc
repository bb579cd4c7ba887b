#include "solvers/core/atomic_file.h"

#include "physics/error.h"

#include <fstream>

namespace vht
{
  void
  write_atomically(const std::filesystem::path &file, const std::string &text)
  {
    const std::filesystem::path aside = file.string() + ".new";
    std::ofstream               stream(aside, std::ios::trunc | std::ios::binary);
    stream << text;
    stream.close();
    std::error_code error;
    if (stream)
      std::filesystem::rename(aside, file, error);
    if (!stream || error)
      throw InputError("The file \"" + file.string() + "\" cannot be written. Is the disk full, the folder gone?");
  }
} // namespace vht
