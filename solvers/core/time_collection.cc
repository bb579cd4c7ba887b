#include "solvers/core/time_collection.h"

#include "solvers/core/atomic_file.h"

#include <iomanip>
#include <sstream>

namespace vht
{
  void
  write_collection(const std::filesystem::path &file, const TimeCollection &series)
  {
    std::ostringstream stream;
    stream << "<?xml version=\"1.0\"?>\n<VTKFile type=\"Collection\" version=\"0.1\">\n<Collection>\n";
    for (const auto &[time, name] : series)
      stream << "<DataSet timestep=\"" << std::setprecision(12) << time << "\" part=\"0\" file=\"" << name << "\"/>\n";
    stream << "</Collection>\n</VTKFile>\n";
    write_atomically(file, stream.str()); // ParaView may be watching
  }
} // namespace vht
