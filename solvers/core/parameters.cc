#include "solvers/core/parameters.h"

#include "physics/error.h"
#include "physics/suggestion.h"
#include "solvers/core/case_file_builder.h"
#include "solvers/core/parameter_store.h"
#include "solvers/core/parameter_value.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace vht
{
  using Json = nlohmann::ordered_json;

  namespace
  {
    /** JSON has no infinity and no NaN. */
    Json
    json_number(double value)
    {
      return std::isfinite(value) ? Json(value) : std::isnan(value) ? Json() : Json(number_text(value));
    }

    Json
    json_numbers(const std::vector<double> &values)
    {
      Json list = Json::array();
      for (const double value : values)
        list.push_back(json_number(value));
      return list;
    }

    std::string
    described(const std::string &kind, const std::string &details, const std::string &unit)
    {
      const std::string measured = unit.empty() || unit == "1" ? "" : " [" + unit + "]";
      return kind + measured + (details.empty() ? "" : ", " + details);
    }
  } // namespace

  const ParameterItem *
  ParameterSection::Node::find_item(const std::string &wanted) const
  {
    const auto found =
      std::find_if(items.begin(), items.end(), [&](const ParameterItem &item) { return item.name == wanted; });
    return found == items.end() ? nullptr : &*found;
  }

  const ParameterSection::Node *
  ParameterSection::Node::find_section(const std::string &wanted) const
  {
    for (const Node *node : all())
      if (node->path == wanted)
        return node;
    return nullptr;
  }

  std::vector<const ParameterSection::Node *>
  ParameterSection::Node::all() const
  {
    std::vector<const Node *> nodes = {this};
    for (const auto &section : sections)
      {
        const auto below = section->all();
        nodes.insert(nodes.end(), below.begin(), below.end());
      }
    return nodes;
  }

  void
  ParameterSection::State::complain_about(const CaseFile::Entry &entry, const std::string &message)
  {
    const std::size_t number = &entry - case_file.entries().data();
    mistakes.emplace_back(number, entry.origin.text() + ", " + entry.path + ": " + message);
  }

  template <typename Read, typename Show>
  void
  ParameterSection::add_item(const ParameterItem &description, const Read &read, const Show &show)
  {
    ParameterItem item = description;
    if (item.name.empty() || item.name.find('/') != std::string::npos || item.name.front() == '_')
      throw std::logic_error("The parameter name \"" + item.name + "\" in section \"" + path() + "\" is not usable.");
    if (node_->find_item(item.name) != nullptr)
      throw std::logic_error("The parameter " + join_path(path(), item.name) + " is declared twice.");

    show(item);
    item.default_text = item.text;
    if (const auto *entry = state_->case_file.find(join_path(path(), item.name)))
      try
        {
          item.given = true;
          // An empty text is how a template shows an entry that has no default: it stays that way.
          if (!entry->value.empty() || !item.default_text.empty())
            read(*entry);
          else
            item.given = false;
        }
      catch (const InputError &error)
        {
          state_->complain_about(*entry, "found \"" + entry->value + "\": " + error.what() + " Allowed: " +
                                           item.allowed + "." + did_you_mean(entry->value, item.choices));
        }
    show(item);
    node_->first_of_last_add = node_->items.size();
    node_->items.push_back(item);
  }

  void
  ParameterSection::add(const std::string &name,
                        double            &value,
                        const std::string &unit,
                        const Bounds       bounds,
                        const std::string &doc)
  {
    add_item(
      {name, unit, described("a number", bounds_text(bounds, unit), unit), doc},
      [&](const CaseFile::Entry &entry) { value = read_quantity(entry.value, unit, bounds); },
      [&](ParameterItem &item) {
        item.text  = quantity_text(value, unit);
        item.value = json_number(value);
      });
  }

  void
  ParameterSection::add(const std::string &name, unsigned &value, const Bounds bounds, const std::string &doc)
  {
    add_item(
      {name, "", described("a whole number", bounds_text(bounds, ""), ""), doc},
      [&](const CaseFile::Entry &entry) { value = read_count(entry.value, bounds); },
      [&](ParameterItem &item) {
        item.text  = std::to_string(value);
        item.value = value;
      });
  }

  void
  ParameterSection::add(const std::string &name, bool &value, const std::string &doc)
  {
    add_item(
      {name, "", "true or false", doc}, [&](const CaseFile::Entry &entry) { value = read_switch(entry.value); },
      [&](ParameterItem &item) {
        item.text  = value ? "true" : "false";
        item.value = value;
      });
  }

  void
  ParameterSection::add(const std::string &name, std::string &value, const std::string &doc)
  {
    add_item(
      {name, "", "a text", doc}, [&](const CaseFile::Entry &entry) { value = entry.value; },
      [&](ParameterItem &item) { item.value = item.text = value; });
  }

  void
  ParameterSection::add_choice(const std::string              &name,
                               std::string                    &value,
                               const std::vector<std::string> &choices,
                               const std::string              &doc)
  {
    const auto read = [&](const CaseFile::Entry &entry) {
      if (std::find(choices.begin(), choices.end(), entry.value) == choices.end())
        throw InputError("unknown.");
      value = entry.value;
    };
    add_item({name, "", "one of " + list_text(choices), doc, choices}, read,
             [&](ParameterItem &item) { item.value = item.text = value; });
  }

  void
  ParameterSection::add(const std::string   &name,
                        std::vector<double> &values,
                        const std::string   &unit,
                        const Bounds         bounds,
                        const std::string   &doc)
  {
    add_item(
      {name, unit, described("numbers separated by commas", bounds_text(bounds, unit), unit), doc},
      [&](const CaseFile::Entry &entry) { values = read_quantities(entry.value, unit, bounds); },
      [&](ParameterItem &item) {
        item.text  = quantities_text(values, unit);
        item.value = json_numbers(values);
      });
  }

  void
  ParameterSection::add(const std::string   &name,
                        std::vector<double> &values,
                        const std::string   &unit,
                        const std::string   &doc)
  {
    add(name, values, unit, Bounds::any(), doc);
  }

  void
  ParameterSection::add(const std::string     &name,
                        std::array<double, 3> &value,
                        const std::string     &unit,
                        const std::string     &doc)
  {
    const auto read = [&](const CaseFile::Entry &entry) {
      const auto numbers = read_quantities(entry.value, unit, Bounds::any());
      if (numbers.size() != 3)
        throw InputError(std::to_string(numbers.size()) + " numbers instead of 3.");
      std::copy(numbers.begin(), numbers.end(), value.begin());
    };
    add_item({name, unit, described("three numbers separated by commas", "", unit), doc}, read,
             [&](ParameterItem &item) {
               const std::vector<double> numbers(value.begin(), value.end());
               item.text  = std::isnan(value[0]) ? "" : quantities_text(numbers, unit);
               item.value = json_numbers(numbers);
             });
  }

  void
  ParameterSection::add(const std::string &name, std::vector<std::string> &values, const std::string &doc)
  {
    add_item(
      {name, "", "names separated by commas", doc},
      [&](const CaseFile::Entry &entry) { values = read_list(entry.value); },
      [&](ParameterItem &item) {
        item.text  = list_text(values);
        item.value = values;
      });
  }

  void
  ParameterSection::add_file(const std::string &name, std::filesystem::path &value, const std::string &doc)
  {
    const auto read = [&](const CaseFile::Entry &entry) {
      const auto folder = entry.origin.file.parent_path(); // empty for the command line: the current folder
      value             = entry.value.empty() ? "" : std::filesystem::absolute(folder / entry.value).lexically_normal();
    };
    add_item({name, "", "the name of a file", doc}, read,
             [&](ParameterItem &item) { item.value = item.text = value.string(); });
  }

  void
  ParameterSection::add(const Parameters &constants)
  {
    const std::size_t first = node_->items.size();
    for (const auto &constant : constants)
      add(constant.name, *constant.value, constant.unit, {constant.minimum, constant.maximum}, constant.source);
    node_->first_of_last_add = first;
  }

  void
  ParameterSection::critical()
  {
    for (std::size_t i = node_->first_of_last_add; i < node_->items.size(); ++i)
      node_->items[i].critical = true;
  }

  void
  ParameterSection::required()
  {
    constexpr std::size_t last = -1; // after everything that stands in the case
    for (std::size_t i = node_->first_of_last_add; i < node_->items.size(); ++i)
      {
        auto &item    = node_->items[i];
        item.required = true;
        if (!item.given && !state_->is_template)
          state_->mistakes.emplace_back(last, where(item.name) + ": missing. " +
                                                (path().empty() ? "The case" : "Section \"" + path() + "\"") +
                                                " needs the key \"" + item.name + "\" (" + item.doc +
                                                "); allowed: " + item.allowed + ".");
      }
  }

  ParameterSection &
  ParameterSection::section(const std::string &name, const std::string &doc)
  {
    auto      &sections = node_->sections;
    const auto known =
      std::find_if(sections.begin(), sections.end(), [&](const auto &section) { return section->name == name; });
    if (known != sections.end())
      {
        if (!doc.empty())
          (*known)->doc = doc;
        return (*known)->handle;
      }

    std::string described_as = doc;
    for (const auto &[kind, kind_doc] : node_->kinds)
      if (doc.empty() && name.starts_with(kind + " "))
        described_as = kind_doc;
    sections.push_back(std::make_unique<Node>(*state_, name, join_path(path(), name), described_as));
    return sections.back()->handle;
  }

  std::vector<std::string>
  ParameterSection::repeated(const std::string &kind, const std::string &doc)
  {
    node_->kinds.emplace_back(kind, doc);
    if (state_->is_template)
      return {"NAME"};
    std::vector<std::string> names;
    const std::string        prefix = join_path(path(), kind) + " ";
    for (const auto &section : state_->case_file.sections())
      if (section.path.starts_with(prefix) && section.path.find('/', prefix.size()) == std::string::npos)
        names.push_back(section.path.substr(prefix.size()));
    return names;
  }

  bool
  ParameterSection::is_given(const std::string &name) const
  {
    const auto *item = node_->find_item(name);
    return item != nullptr && item->given;
  }

  std::string
  ParameterSection::where(const std::string &name) const
  {
    const std::string full  = join_path(path(), name);
    const auto       *entry = state_->case_file.find(full);
    if (entry != nullptr)
      return entry->origin.text() + ", " + full;
    // Where it would have to be written, if at least its section stands somewhere.
    for (const auto &section : state_->case_file.sections())
      if (section.path == path())
        return section.origin.text() + ", " + full;
    return full;
  }

  const std::string &
  ParameterSection::path() const
  {
    return node_->path;
  }
} // namespace vht
