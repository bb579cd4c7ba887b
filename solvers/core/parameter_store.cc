#include "solvers/core/parameter_store.h"

#include "physics/error.h"
#include "physics/suggestion.h"
#include "solvers/core/case_file_builder.h"
#include "solvers/core/parameter_value.h"

#include <algorithm>
#include <set>
#include <sstream>

namespace vht
{
  using Json = nlohmann::ordered_json;
  using Node = ParameterSection::Node;

  namespace
  {
    std::pair<std::string, std::string>
    split_path(const std::string &path)
    {
      const auto slash = path.rfind('/');
      return slash == std::string::npos ? std::pair<std::string, std::string>("", path)
                                        : std::pair(path.substr(0, slash), path.substr(slash + 1));
    }

    std::string
    quoted_section(const std::string &path)
    {
      return path.empty() ? "at the top level" : "in section \"" + path + "\"";
    }

    std::vector<std::string>
    item_names(const Node &node)
    {
      std::vector<std::string> names;
      for (const auto &item : node.items)
        names.push_back(item.name);
      return names;
    }

    std::vector<std::string>
    section_names(const Node &node)
    {
      std::vector<std::string> names;
      for (const auto &section : node.sections)
        names.push_back(section->name);
      for (const auto &[kind, doc] : node.kinds)
        names.push_back(kind + " NAME");
      return names;
    }

    /** All paths of sections, or of entries, that end in this name. */
    std::string
    sections_with(const Node &root, const std::string &name, const bool as_item)
    {
      std::vector<std::string> places;
      for (const Node *node : root.all())
        if (const auto names = as_item ? item_names(*node) : section_names(*node);
            std::find(names.begin(), names.end(), name) != names.end())
          places.push_back(quoted_section(node->path));
      std::string text;
      for (const auto &place : places)
        text += (text.empty() ? "" : " or ") + place;
      return text;
    }

    std::string
    unknown_section(const Node &root, const Node &parent, const std::string &path)
    {
      const std::string name = split_path(path).second;
      if (parent.find_item(name) != nullptr)
        return path + ": is a key with a value, not a section.";
      for (const auto &[kind, doc] : parent.kinds)
        if (name == kind)
          return path + ": a section of this kind needs a name: \"" + kind + " NAME\".";

      std::string       message = path + ": unknown section.";
      const auto        allowed = section_names(parent);
      const std::string close   = did_you_mean(name, allowed);
      const std::string proper  = sections_with(root, name, false);
      if (!close.empty())
        message += close;
      else if (!proper.empty())
        message += " It belongs " + proper + ".";
      if (allowed.empty())
        return message + " There are no sections " + quoted_section(parent.path) + ".";
      return message + " Sections " + quoted_section(parent.path) + ": " + list_text(allowed) + ".";
    }

    std::string
    unknown_key(const Node &root, const Node &section, const std::string &path)
    {
      const std::string name = split_path(path).second;
      for (const auto &below : section.sections)
        if (below->name == name)
          return path + ": is a section, not a key with a value.";

      std::string       message = path + ": unknown key.";
      const auto        allowed = item_names(section);
      const std::string close   = did_you_mean(name, allowed);
      const std::string proper  = sections_with(root, name, true);
      if (!proper.empty())
        message += " \"" + name + "\" belongs " + proper + ".";
      else if (!close.empty())
        message += close;
      else
        for (const Node *node : root.all())
          if (const std::string elsewhere = closest(name, item_names(*node)); !elsewhere.empty())
            {
              message += " Did you mean \"" + join_path(node->path, elsewhere) + "\"?";
              break;
            }
      if (allowed.empty())
        return message + " There are no keys " + quoted_section(section.path) + ".";
      return message + " Keys " + quoted_section(section.path) + ": " + list_text(allowed) + ".";
    }

    /** Words filled into lines that begin with `indent` and "# ". */
    std::string
    comment(const std::string &text, const std::string &indent)
    {
      constexpr std::size_t width = 100;
      std::istringstream    words(text);
      std::string           all, line;
      for (std::string word; words >> word;)
        {
          if (!line.empty() && indent.size() + line.size() + word.size() > width)
            {
              all += indent + "#" + line + "\n";
              line.clear();
            }
          line += " " + word;
        }
      return line.empty() ? all : all + indent + "#" + line + "\n";
    }

    std::string
    allowed(const ParameterItem &item)
    {
      return "Allowed: " + item.allowed + (item.required ? "; required" : "");
    }

    std::string
    escaped(std::string text)
    {
      for (auto mark = text.find('#'); mark != std::string::npos; mark = text.find('#', mark + 2))
        text.insert(mark, "\\");
      return text;
    }

    void
    print_prm(const Node &node, const std::string &indent, std::string &text)
    {
      for (const auto &item : node.items)
        {
          text += comment(item.doc, indent) + comment(allowed(item), indent) + indent + "set " + item.name + " =";
          text += item.text.empty() ? "" : " " + escaped(item.text);
          if (item.text != item.default_text && !item.default_text.empty())
            text += "  # default: " + item.default_text;
          text += "\n\n";
        }
      for (const auto &section : node.sections)
        {
          text += comment(section->doc, indent) + indent + "subsection " + section->name + "\n";
          print_prm(*section, indent + "  ", text);
          if (text.ends_with("\n\n"))
            text.pop_back();
          text += indent + "end\n\n";
        }
    }

    /** What a case in JSON says: numbers with a unit as text, so that nobody has to guess. */
    Json
    case_value(const ParameterItem &item)
    {
      const bool has_unit = !item.unit.empty() && item.unit != "1";
      return item.value.is_null() || (has_unit && !item.text.empty()) ? Json(item.text) : item.value;
    }

    Json
    case_json(const Node &node)
    {
      Json json = Json::object();
      for (const auto &item : node.items)
        {
          json["_" + item.name] = item.doc + (item.doc.ends_with('.') ? " " : ". ") + allowed(item);
          json[item.name]       = case_value(item);
        }
      for (const auto &section : node.sections)
        {
          if (!section->doc.empty())
            json["_" + section->name] = section->doc;
          json[section->name] = case_json(*section);
        }
      return json;
    }

    Json
    record_json(const Node &node)
    {
      Json json = Json::object();
      for (const auto &item : node.items)
        if (item.unit.empty())
          json[item.name] = item.value;
        else
          json[item.name] = {{"value", item.value}, {"unit", item.unit}};
      for (const auto &section : node.sections)
        json[section->name] = record_json(*section);
      return json;
    }
  } // namespace

  std::vector<std::pair<std::size_t, std::string>>
  find_unknown(const CaseFile &case_file, const Node &root)
  {
    std::vector<std::pair<std::size_t, std::string>> mistakes;
    std::set<std::string>                            unknown;
    const auto inside_unknown = [&](const std::string &path) { return unknown.contains(split_path(path).first); };

    for (const auto &section : case_file.sections())
      if (root.find_section(section.path) == nullptr)
        {
          // Reported where the first of its entries would be; what lies inside it is not reported again.
          const auto &entries = case_file.entries();
          const auto  first   = std::find_if(entries.begin(), entries.end(),
                                             [&](const auto &e) { return e.path.starts_with(section.path + "/"); });
          if (!inside_unknown(section.path))
            if (const Node *parent = root.find_section(split_path(section.path).first))
              mistakes.emplace_back(first - entries.begin(),
                                    section.origin.text() + ", " + unknown_section(root, *parent, section.path));
          unknown.insert(section.path);
        }

    for (std::size_t i = 0; i < case_file.entries().size(); ++i)
      {
        const auto &entry          = case_file.entries()[i];
        const auto [section, name] = split_path(entry.path);
        const Node *node           = root.find_section(section);
        if (!inside_unknown(entry.path) && node != nullptr && node->find_item(name) == nullptr)
          mistakes.emplace_back(i, entry.origin.text() + ", " + unknown_key(root, *node, entry.path));
      }
    return mistakes;
  }

  ParameterStore::ParameterStore()
    : state_(std::make_unique<ParameterSection::State>())
  {
    state_->is_template = true;
  }

  ParameterStore::ParameterStore(CaseFile case_file)
    : state_(std::make_unique<ParameterSection::State>())
  {
    state_->case_file = std::move(case_file);
  }

  ParameterStore::ParameterStore(ParameterStore &&) noexcept = default;
  ParameterStore::~ParameterStore()                          = default;

  ParameterSection &
  ParameterStore::root()
  {
    return state_->root.handle;
  }

  void
  ParameterStore::complain(const std::string &message)
  {
    state_->mistakes.emplace_back(-1, message);
  }

  void
  ParameterStore::finish() const
  {
    auto       mistakes = state_->mistakes;
    const auto unknown  = find_unknown(state_->case_file, state_->root);
    mistakes.insert(mistakes.end(), unknown.begin(), unknown.end());
    if (mistakes.empty())
      return;

    std::stable_sort(mistakes.begin(), mistakes.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    std::vector<std::string> messages;
    for (const auto &[number, message] : mistakes)
      messages.push_back(message);
    throw InputError(list_mistakes(messages));
  }

  std::string
  ParameterStore::as_prm() const
  {
    std::string text;
    print_prm(state_->root, "", text);
    if (text.ends_with("\n\n"))
      text.pop_back();
    return text;
  }

  std::string
  ParameterStore::as_json() const
  {
    return case_json(state_->root).dump(2) + "\n";
  }

  std::string
  ParameterStore::record() const
  {
    return record_json(state_->root).dump();
  }

  std::string
  ParameterStore::critical() const
  {
    Json json = Json::object();
    for (const Node *node : state_->root.all())
      for (const auto &item : node->items)
        if (item.critical)
          json[join_path(node->path, item.name)] = item.text;
    return json.dump();
  }

  void
  refuse_changed_parameters(const std::string &saved, const std::string &present)
  {
    const Json               before = Json::parse(saved), now = Json::parse(present);
    std::vector<std::string> changes;
    const auto               value = [](const Json &json, const std::string &key) {
      return json.contains(key) ? "\"" + json[key].get<std::string>() + "\"" : std::string("not there");
    };
    Json all = before;
    all.update(now);
    for (const auto &[key, ignored] : all.items())
      if (!before.contains(key) || !now.contains(key) || before[key] != now[key])
        changes.push_back(key + ": the checkpoint was written with " + value(before, key) + ", this case has " +
                          value(now, key) + ".");
    if (!changes.empty())
      throw InputError("The case was changed since the checkpoint in entries that a restart must keep. " +
                       list_mistakes(changes) + "\nRestore them, or start anew without --restart.");
  }
} // namespace vht
