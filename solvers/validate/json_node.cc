#include "solvers/validate/json_node.h"

#include "physics/error.h"
#include "physics/suggestion.h"

#include <algorithm>
#include <fstream>

namespace vht
{
  JsonNode
  JsonNode::read(const std::filesystem::path &file)
  {
    std::ifstream in(file);
    if (!in)
      throw InputError("The file " + file.string() + " cannot be read.");
    try
      {
        return JsonNode(nlohmann::ordered_json::parse(in), file.string() + ": ");
      }
    catch (const nlohmann::json::parse_error &error)
      {
        const std::string what = error.what(); // "[json.exception.parse_error.101] parse error at line 1, ..."
        throw InputError(file.string() + ": " + what.substr(what.find("] ") + 2) + ".");
      }
  }

  JsonNode::JsonNode(nlohmann::ordered_json value, std::string place)
    : value_(std::move(value))
    , place_(std::move(place))
  {
  }

  void
  JsonNode::fail(const std::string &what) const
  {
    throw InputError(place_ + (place_.ends_with(": ") ? "" : ": ") + what);
  }

  void
  JsonNode::allow(const std::vector<std::string> &keys) const
  {
    if (!value_.is_object())
      fail("an object { ... } is needed here, found " + value_.dump() + ".");
    for (const auto &[key, value] : value_.items())
      if (std::find(keys.begin(), keys.end(), key) == keys.end())
        {
          std::string known;
          for (const auto &entry : keys)
            known.append(known.empty() ? "" : ", ").append(entry);
          fail("unknown key \"" + key + "\"." + did_you_mean(key, keys) + " Allowed: " + known + ".");
        }
  }

  bool
  JsonNode::has(const std::string &key) const
  {
    return value_.is_object() && value_.contains(key);
  }

  JsonNode
  JsonNode::at(const std::string &key) const
  {
    if (!has(key))
      fail("the key \"" + key + "\" is missing.");
    return JsonNode(value_.at(key), place_ + (place_.ends_with(": ") ? "" : "/") + key);
  }

  std::string
  JsonNode::text() const
  {
    if (value_.is_string())
      return value_.get<std::string>();
    if (value_.is_number() || value_.is_boolean())
      return value_.dump();
    fail("a text or a number is needed here, found " + value_.dump() + ".");
  }

  double
  JsonNode::number() const
  {
    if (!value_.is_number())
      fail("a number is needed here, found " + value_.dump() + ".");
    return value_.get<double>();
  }

  bool
  JsonNode::truth() const
  {
    if (!value_.is_boolean())
      fail("true or false is needed here, found " + value_.dump() + ".");
    return value_.get<bool>();
  }

  std::string
  JsonNode::text(const std::string &key, const std::string &otherwise) const
  {
    return has(key) ? at(key).text() : otherwise;
  }

  bool
  JsonNode::truth(const std::string &key, const bool otherwise) const
  {
    return has(key) ? at(key).truth() : otherwise;
  }

  std::vector<JsonNode>
  JsonNode::list() const
  {
    if (!value_.is_array())
      return {*this};
    std::vector<JsonNode> entries;
    for (std::size_t i = 0; i < value_.size(); ++i)
      entries.emplace_back(value_[i], place_ + "[" + std::to_string(i) + "]");
    return entries;
  }

  std::vector<std::string>
  JsonNode::texts() const
  {
    std::vector<std::string> result;
    for (const JsonNode &entry : list())
      result.push_back(entry.text());
    return result;
  }

  std::vector<std::pair<std::string, JsonNode>>
  JsonNode::members() const
  {
    if (!value_.is_object())
      fail("an object { ... } is needed here, found " + value_.dump() + ".");
    std::vector<std::pair<std::string, JsonNode>> result;
    for (const auto &[key, value] : value_.items())
      result.emplace_back(key, at(key));
    return result;
  }
} // namespace vht
