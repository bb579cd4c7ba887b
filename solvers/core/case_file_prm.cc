#include "physics/suggestion.h"
#include "solvers/core/case_file_builder.h"

#include <sstream>

namespace vht
{
  namespace
  {
    /** The line without its comment; "\#" stands for a plain #. */
    std::string
    without_comment(const std::string &line)
    {
      std::string kept;
      for (std::size_t i = 0; i < line.size(); ++i)
        {
          if (line[i] == '#')
            break;
          if (line[i] == '\\' && i + 1 < line.size() && line[i + 1] == '#')
            ++i;
          kept += line[i];
        }
      return kept;
    }

    class PrmReader
    {
    public:
      PrmReader(const std::string           &text,
                const std::filesystem::path &file,
                const std::string           &prefix,
                CaseFileBuilder             &builder)
        : text_(text)
        , builder_(builder)
        , here_{file, 0, 0}
        , path_(prefix)
      {
      }

      void
      read()
      {
        for (std::string statement; next(statement);)
          {
            const auto        blank   = statement.find_first_of(" \t");
            const std::string keyword = statement.substr(0, blank);
            const std::string rest    = blank == std::string::npos ? "" : trim(statement.substr(blank));
            if (keyword == "subsection")
              open_section(rest);
            else if (keyword == "set")
              set(rest);
            else if (keyword == "end" && rest.empty())
              close_section();
            else if (keyword == "include")
              include(rest);
            else
              builder_.complain(here_,
                                "found \"" + statement +
                                  "\"; allowed: \"subsection NAME\", \"set KEY = VALUE\", \"end\", \"include FILE\"." +
                                  did_you_mean(keyword, {"subsection", "set", "end", "include"}));
          }
        for (const auto &section : sections_)
          builder_.complain(section.origin, "section \"" + section.name +
                                              "\" has no \"end\" in this file. Add it after the last entry.");
      }

    private:
      struct OpenSection
      {
        std::string name;
        Origin      origin;
        std::string path_outside;
      };

      /** The next statement that is not empty, with its continuation lines; false at the end of the file. */
      bool
      next(std::string &statement)
      {
        statement.clear();
        for (std::string line; statement.empty() && std::getline(text_, line);)
          {
            here_.line   = ++line_number_;
            here_.column = line.find_first_not_of(" \t") + 1;
            statement    = trim(without_comment(line));
            while (statement.ends_with('\\'))
              {
                statement.pop_back();
                if (!std::getline(text_, line))
                  break;
                ++line_number_;
                statement += trim(without_comment(line));
              }
          }
        return !statement.empty();
      }

      void
      open_section(const std::string &written)
      {
        const std::string name = tidy_name(written);
        if (name.empty() || name.find('/') != std::string::npos)
          builder_.complain(here_, "\"subsection\" needs a name without a slash, found \"" + written + "\".");
        sections_.push_back({name, here_, path_});
        path_ = join_path(path_, name);
        builder_.add_section(path_, here_);
      }

      void
      close_section()
      {
        if (sections_.empty())
          {
            builder_.complain(here_, "\"end\" without a section that it could close. Remove it.");
            return;
          }
        path_ = sections_.back().path_outside;
        sections_.pop_back();
      }

      void
      set(const std::string &assignment)
      {
        const auto        equals = assignment.find('=');
        const std::string name   = tidy_name(assignment.substr(0, equals));
        if (equals == std::string::npos || name.empty() || name.find('/') != std::string::npos)
          builder_.complain(here_, "\"set\" needs \"KEY = VALUE\", found \"" + assignment + "\".");
        else
          builder_.add(join_path(path_, name), trim(assignment.substr(equals + 1)), here_);
      }

      void
      include(const std::string &name)
      {
        if (name.empty())
          builder_.complain(here_, "\"include\" needs the name of a file, relative to this one.");
        else
          builder_.read((here_.file.parent_path() / name).lexically_normal(), path_, here_);
      }

      std::istringstream       text_;
      CaseFileBuilder         &builder_;
      Origin                   here_;
      std::string              path_;
      std::size_t              line_number_ = 0;
      std::vector<OpenSection> sections_;
    };
  } // namespace

  void
  read_prm(const std::string           &text,
           const std::filesystem::path &file,
           const std::string           &prefix,
           CaseFileBuilder             &builder)
  {
    PrmReader(text, file, prefix, builder).read();
  }
} // namespace vht
