#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace vht::meshing
{
  /**
   * Reads tables of numbers from a text file line by line. Empty lines and what follows a # are skipped. Every
   * complaint names file and line.
   */
  class LineReader
  {
  public:
    /** @throws MeshError if the file cannot be read */
    explicit LineReader(const std::filesystem::path &file);

    /** Go to the next line with content. @returns false at the end of the file */
    bool next_line();

    /** The same, where the file must go on. @param what "tetrahedron 17 of 200" */
    void expect_line(const std::string &what);

    /** The next number of this line. @param what "x coordinate", for the message */
    double real(const char *what);

    /** The next whole number of this line. */
    long integer(const char *what);

    /** The next word of this line; empty at its end. */
    std::string_view word();

    bool at_end_of_line();

    /** @throws MeshError "file:line: message" */
    [[noreturn]] void complain(const std::string &message) const;

  private:
    void skip_blanks();

    std::filesystem::path file_;
    std::string           text_;
    std::string_view      line_;       ///< what is left of the present line
    std::size_t           next_   = 0; ///< where the next line begins
    std::size_t           number_ = 0;
  };
} // namespace vht::meshing
