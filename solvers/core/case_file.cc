#include "solvers/core/case_file.h"

#include "physics/error.h"
#include "physics/suggestion.h"
#include "solvers/core/case_file_builder.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace vht
{
  namespace fs = std::filesystem;

  namespace
  {
    /** The other case files of the folder, for a name that was mistyped. */
    std::vector<std::string>
    case_files_beside(const fs::path &file)
    {
      std::vector<std::string> names;
      std::error_code          ignored;
      const fs::path           folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
      for (const auto &entry : fs::directory_iterator(folder, ignored))
        if (const auto ending = entry.path().extension(); ending == ".prm" || ending == ".json")
          names.push_back(entry.path().filename().string());
      return names;
    }

    /** Throws InputError, without a place: the caller knows who asked. */
    std::string
    text_of(const fs::path &file)
    {
      if (fs::is_directory(file))
        throw InputError("\"" + file.string() + "\" is a folder. Name a .prm or .json file" +
                         (fs::exists(file / "case.prm") ? ", such as \"" + (file / "case.prm").string() + "\"." : "."));
      std::ifstream stream(file, std::ios::binary);
      if (!stream)
        throw InputError("there is no readable file \"" + file.string() + "\"." +
                         did_you_mean(file.filename().string(), case_files_beside(file)));
      std::ostringstream text;
      text << stream.rdbuf();
      std::string content = text.str();
      if (content.starts_with("\xEF\xBB\xBF")) // the mark that Windows editors put in front of UTF-8
        content.erase(0, 3);
      return content;
    }
  } // namespace

  std::string
  Origin::text() const
  {
    return file.empty() ? "command line" : file.string() + ":" + std::to_string(line);
  }

  std::string
  join_path(const std::string &section, const std::string &name)
  {
    return section.empty() ? name : section + "/" + name;
  }

  std::string
  trim(const std::string_view text)
  {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
      return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
  }

  std::string
  tidy_name(const std::string_view name)
  {
    std::istringstream words{std::string(name)};
    std::string        tidy;
    for (std::string word; words >> word;)
      tidy += (tidy.empty() ? "" : " ") + word;
    return tidy;
  }

  std::string
  list_mistakes(const std::vector<std::string> &mistakes)
  {
    constexpr std::size_t most = 10;
    if (mistakes.size() == 1)
      return mistakes.front();
    std::string text = std::to_string(mistakes.size()) + " mistakes:";
    for (std::size_t i = 0; i < std::min(most, mistakes.size()); ++i)
      text += "\n  " + mistakes[i];
    if (mistakes.size() > most)
      text += "\n  ... and " + std::to_string(mistakes.size() - most) + " more.";
    return text;
  }

  CaseFile::CaseFile(const fs::path &file)
  {
    CaseFileBuilder builder(*this);
    builder.read(file, "", std::nullopt);
    builder.finish();
  }

  void
  CaseFile::set(const std::string &assignment)
  {
    const auto  equals = assignment.find('=');
    std::string path;
    if (equals != std::string::npos)
      {
        std::istringstream names(assignment.substr(0, equals));
        for (std::string name; std::getline(names, name, '/');)
          path = join_path(path, tidy_name(name));
      }
    if (path.empty())
      throw InputError("command line: --set needs \"Section/Key=value\", found \"" + assignment + "\".");

    CaseFileBuilder builder(*this);
    for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1))
      builder.add_section(path.substr(0, slash), {});
    builder.add(path, trim(assignment.substr(equals + 1)), {});
  }

  const CaseFile::Entry *
  CaseFile::find(const std::string_view path) const
  {
    const auto position = index_.find(path);
    return position == index_.end() ? nullptr : &entries_[position->second];
  }

  void
  CaseFileBuilder::read(const fs::path &file, const std::string &prefix, const std::optional<Origin> &asked_by)
  {
    const Origin place = asked_by.value_or(Origin{});
    try
      {
        const std::string ending = file.extension().string();
        const std::string text   = text_of(file);
        if (ending != ".prm" && ending != ".json")
          throw InputError("\"" + file.string() + "\" is not a case file: its name must end in .prm or .json.");

        const fs::path identity = fs::weakly_canonical(file);
        if (std::any_of(open_.begin(), open_.end(), [&](const Reading &reading) { return reading.file == identity; }))
          throw InputError("\"" + file.string() + "\" includes itself. Remove this include.");

        open_.push_back({identity, n_readings_++});
        (ending == ".prm" ? read_prm : read_json)(text, file, prefix, *this);
        open_.pop_back();
      }
    catch (const InputError &error)
      {
        if (asked_by)
          complain(place, std::string("include: ") + error.what());
        else
          mistakes_.push_back("case file: " + std::string(error.what()));
      }
  }

  void
  CaseFileBuilder::add_section(const std::string &path, const Origin &origin)
  {
    const auto known = [&](const CaseFile::Section &section) { return section.path == path; };
    if (std::none_of(case_.sections_.begin(), case_.sections_.end(), known))
      case_.sections_.push_back({path, origin});
  }

  void
  CaseFileBuilder::add(const std::string &path, const std::string &value, const Origin &origin)
  {
    const auto [position, is_new] = case_.index_.emplace(path, case_.entries_.size());
    // Entries made before this builder (the file, when the command line adds to it) count as readings long closed.
    constexpr std::size_t closed = -1;
    set_in_.resize(case_.entries_.size(), closed);
    const std::size_t reading = open_.empty() ? closed : open_.back().number;
    if (is_new)
      {
        case_.entries_.push_back({path, value, origin});
        set_in_.push_back(reading);
        return;
      }

    // What stands in a file that is still open was set before in this file, or in one that includes it.
    auto &entry  = case_.entries_[position->second];
    auto &setter = set_in_[position->second];
    if (std::any_of(open_.begin(), open_.end(), [&](const Reading &open) { return open.number == setter; }))
      {
        const bool here = setter == reading;
        complain(origin, path + " is set twice: first at " + entry.origin.text() + " to \"" + entry.value +
                           "\", then at " + origin.text() + " to \"" + value + "\". " +
                           (here ? "Remove one of the two lines."
                                 : "Put the include first, so that the case may override it."));
        return;
      }
    entry  = {path, value, origin};
    setter = reading;
  }

  void
  CaseFileBuilder::complain(const Origin &origin, const std::string &message)
  {
    mistakes_.push_back(origin.text() + (message.starts_with(":") ? "" : ": ") + message);
  }

  void
  CaseFileBuilder::finish() const
  {
    if (!mistakes_.empty())
      throw InputError(list_mistakes(mistakes_));
  }
} // namespace vht
