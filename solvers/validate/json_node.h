#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace vht
{
  /**
   * A value inside a JSON file that knows where it stands, for error messages: "criteria.json: checks[3]/tolerance".
   * Every getter throws InputError if the value is missing or of another type.
   */
  class JsonNode
  {
  public:
    /** Read a file. @throws InputError with line and column if it is not JSON */
    static JsonNode read(const std::filesystem::path &file);

    JsonNode(nlohmann::ordered_json value, std::string place);

    /** Refuse keys that are not in the list, with the closest one. The value must be an object. */
    void allow(const std::vector<std::string> &keys) const;

    bool     has(const std::string &key) const;
    JsonNode at(const std::string &key) const;
    bool
    is_text() const
    {
      return value_.is_string();
    }
    bool
    is_list() const
    {
      return value_.is_array();
    }
    std::string text() const; ///< strings as they are, numbers and truth values as written
    double      number() const;
    bool        truth() const;

    std::string text(const std::string &key, const std::string &otherwise) const;
    bool        truth(const std::string &key, bool otherwise) const;

    std::vector<JsonNode>                         list() const;    ///< of an array; any other value is a list of one
    std::vector<std::string>                      texts() const;   ///< list() as text
    std::vector<std::pair<std::string, JsonNode>> members() const; ///< of an object, as ordered in the file

    /** Throws InputError: "<place>: <what>". */
    [[noreturn]] void fail(const std::string &what) const;

    const std::string &
    place() const
    {
      return place_;
    }

  private:
    nlohmann::ordered_json value_;
    std::string            place_;
  };
} // namespace vht
