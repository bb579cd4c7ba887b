#pragma once

#include "solvers/core/case_file.h"

#include <optional>
#include <string>
#include <vector>

namespace vht
{
  /** Puts a CaseFile together from a file and those it includes. For the readers of the two formats only. */
  class CaseFileBuilder
  {
  public:
    explicit CaseFileBuilder(CaseFile &case_file)
      : case_(case_file)
    {
    }

    /** Reads a file whose entries lie within the section `prefix`; `asked_by` is the line that includes it. */
    void read(const std::filesystem::path &file, const std::string &prefix, const std::optional<Origin> &asked_by);

    void add_section(const std::string &path, const Origin &origin);
    void add(const std::string &path, const std::string &value, const Origin &origin);

    /** A mistake in the form of a file; reading goes on, to find the others. */
    void complain(const Origin &origin, const std::string &message);

    /** Throws InputError if there were mistakes. */
    void finish() const;

  private:
    /** One reading of one file; entries remember theirs. */
    struct Reading
    {
      std::filesystem::path file;
      std::size_t           number;
    };

    CaseFile                &case_;
    std::vector<Reading>     open_; ///< the file being read last, those that include it before
    std::size_t              n_readings_ = 0;
    std::vector<std::size_t> set_in_; ///< for each entry of the case: the number of the reading
    std::vector<std::string> mistakes_;
  };

  void read_prm(const std::string           &text,
                const std::filesystem::path &file,
                const std::string           &prefix,
                CaseFileBuilder             &builder);

  void read_json(const std::string           &text,
                 const std::filesystem::path &file,
                 const std::string           &prefix,
                 CaseFileBuilder             &builder);

  /** "a//b" never: joins a section and a name; the root is the empty path. */
  std::string join_path(const std::string &section, const std::string &name);

  /** Without blanks at the ends and with single blanks inside. */
  std::string tidy_name(std::string_view name);

  std::string trim(std::string_view text);

  /** "3 mistakes:" and a line for each, at most ten. */
  std::string list_mistakes(const std::vector<std::string> &mistakes);
} // namespace vht
