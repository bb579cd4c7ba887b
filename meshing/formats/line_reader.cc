#include "meshing/formats/line_reader.h"

#include "physics/error.h"

#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>

namespace vht::meshing
{
  LineReader::LineReader(const std::filesystem::path &file)
    : file_(file)
  {
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
      throw MeshError("The file " + file.string() + " cannot be read: does it exist?");
    text_.assign(std::istreambuf_iterator<char>(stream), {});
  }

  bool
  LineReader::next_line()
  {
    while (next_ < text_.size())
      {
        const std::size_t end = std::min(text_.find('\n', next_), text_.size());
        line_                 = std::string_view(text_).substr(next_, end - next_);
        next_                 = end + 1;
        ++number_;
        line_ = line_.substr(0, line_.find('#'));
        if (!at_end_of_line())
          return true;
      }
    line_ = {};
    return false;
  }

  void
  LineReader::expect_line(const std::string &what)
  {
    if (!next_line())
      complain("the file ends where " + what + " should follow. Is it cut off?");
  }

  void
  LineReader::skip_blanks()
  {
    const std::size_t begin = line_.find_first_not_of(" \t\r,");
    line_.remove_prefix(std::min(begin, line_.size()));
  }

  bool
  LineReader::at_end_of_line()
  {
    skip_blanks();
    return line_.empty();
  }

  std::string_view
  LineReader::word()
  {
    skip_blanks();
    const std::size_t      end   = std::min(line_.find_first_of(" \t\r,"), line_.size());
    const std::string_view found = line_.substr(0, end);
    line_.remove_prefix(end);
    return found;
  }

  double
  LineReader::real(const char *what)
  {
    const std::string_view found = word();
    double                 value = 0;
    const char            *begin = found.data(), *end = begin + found.size();
    if (begin != end && *begin == '+')
      ++begin;
    const auto [stop, error] = std::from_chars(begin, end, value);
    if (error != std::errc() || stop != end || found.empty() || !std::isfinite(value))
      complain(std::string("expected a number for the ") + what + ", found \"" + std::string(found) + "\".");
    return value;
  }

  long
  LineReader::integer(const char *what)
  {
    const std::string_view found = word();
    long                   value = 0;
    const auto [stop, error]     = std::from_chars(found.data(), found.data() + found.size(), value);
    if (error != std::errc() || stop != found.data() + found.size() || found.empty())
      complain(std::string("expected a whole number for the ") + what + ", found \"" + std::string(found) + "\".");
    return value;
  }

  void
  LineReader::complain(const std::string &message) const
  {
    throw MeshError(file_.string() + ":" + std::to_string(number_) + ": " + message);
  }
} // namespace vht::meshing
