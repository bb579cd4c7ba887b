#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vht
{
  /** Where a value or a section was written. */
  struct Origin
  {
    std::filesystem::path file; ///< empty for the command line
    std::size_t           line   = 0;
    std::size_t           column = 0;

    /** "case.prm:12", or "command line". */
    std::string text() const;
  };

  /**
   * A case as it was written, before anybody says what the keys mean: an ordered list of "Section/Key" with text
   * values.
   *
   * Read from .prm (`subsection NAME`, `set KEY = VALUE`, `end`, `include FILE`, comments after #, a line continued by
   * a backslash) or .json (objects are sections; numbers, strings, booleans and arrays of them are values; keys that
   * begin with an underscore are comments; "include" at the top level). A path in `include` is relative to the
   * including file. A key set twice in one file is an error; what an included file set may be set again after the
   * include.
   */
  class CaseFile
  {
  public:
    struct Entry
    {
      std::string path; ///< "Section/Sub/Key"
      std::string value;
      Origin      origin;
    };

    struct Section
    {
      std::string path;
      Origin      origin;
    };

    /** A case without entries, to be filled by set(). */
    CaseFile() = default;

    /** Reads .prm or .json, by the ending. Throws InputError with all mistakes of the file's form. */
    explicit CaseFile(const std::filesystem::path &file);

    /** "Section/Key=value" from the command line; overrides the file. */
    void set(const std::string &assignment);

    /** In the order of the file. */
    const std::vector<Entry> &
    entries() const
    {
      return entries_;
    }

    const std::vector<Section> &
    sections() const
    {
      return sections_;
    }

    /** nullptr if the case does not set it. */
    const Entry *find(std::string_view path) const;

  private:
    friend class CaseFileBuilder;

    std::vector<Entry>                              entries_;
    std::vector<Section>                            sections_;
    std::map<std::string, std::size_t, std::less<>> index_;
  };
} // namespace vht
