#pragma once

#include "solvers/core/case_file.h"
#include "solvers/core/parameters.h"

#include <nlohmann/json.hpp>

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// The inside of ParameterSection and ParameterStore, shared by their .cc files only.

namespace vht
{
  /** One declared entry, with its value after reading. */
  struct ParameterItem
  {
    std::string              name;
    std::string              unit;
    std::string              allowed; ///< "from 0 to 1 s"
    std::string              doc;
    std::vector<std::string> choices      = {}; ///< empty if it is not one of a few
    std::string              text         = {}; ///< the value, as a case file would say it
    std::string              default_text = {}; ///< the same before reading
    nlohmann::ordered_json   value        = {}; ///< number, text, list: the value without its unit
    bool                     given        = false;
    bool                     critical     = false;
    bool                     required     = false;
  };

  struct ParameterSection::Node
  {
    Node(State &state, const std::string &name, const std::string &path, const std::string &doc)
      : handle(state, *this)
      , name(name)
      , path(path)
      , doc(doc)
    {
    }

    ParameterSection                                 handle;
    std::string                                      name;
    std::string                                      path;
    std::string                                      doc;
    std::vector<ParameterItem>                       items;
    std::vector<std::unique_ptr<Node>>               sections;
    std::vector<std::pair<std::string, std::string>> kinds; ///< of repeated sections: kind, documentation
    std::size_t                                      first_of_last_add = 0;

    const ParameterItem *find_item(const std::string &name) const;
    const Node          *find_section(const std::string &path) const;

    /** This node and all below it, parents first. */
    std::vector<const Node *> all() const;
  };

  struct ParameterSection::State
  {
    CaseFile case_file;
    bool     is_template = false;
    Node     root{*this, "", "", ""};

    /** Where in the case the mistake stands (its entry's number), and the message. */
    std::vector<std::pair<std::size_t, std::string>> mistakes;

    void complain_about(const CaseFile::Entry &entry, const std::string &message);
  };

  /** Entries and sections of the case that nobody declared, as messages; see ParameterStore::finish(). */
  std::vector<std::pair<std::size_t, std::string>> find_unknown(const CaseFile               &case_file,
                                                                const ParameterSection::Node &root);
} // namespace vht
