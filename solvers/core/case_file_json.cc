#include "solvers/core/case_file_builder.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace vht
{
  namespace
  {
    using Json = nlohmann::json;

    /** Walks through the text and lets everybody see how far the parser has come. */
    class CountingIterator
    {
    public:
      using iterator_category = std::input_iterator_tag;
      using value_type        = char;
      using difference_type   = std::ptrdiff_t;
      using pointer           = const char *;
      using reference         = const char &;

      CountingIterator(const char *at, std::size_t *count)
        : at_(at)
        , count_(count)
      {
      }

      reference
      operator*() const
      {
        return *at_;
      }

      CountingIterator &
      operator++()
      {
        ++at_;
        ++*count_;
        return *this;
      }

      bool
      operator==(const CountingIterator &other) const
      {
        return at_ == other.at_;
      }

      bool
      operator!=(const CountingIterator &other) const
      {
        return at_ != other.at_;
      }

    private:
      const char  *at_;
      std::size_t *count_;
    };

    /** Receives the parser's events and keeps sections, entries and includes with their lines. */
    class JsonReader
    {
    public:
      JsonReader(const std::string           &text,
                 const std::filesystem::path &file,
                 const std::string           &prefix,
                 CaseFileBuilder             &builder)
        : text_(text)
        , file_(file)
        , path_(prefix)
        , builder_(builder)
      {
      }

      void
      read()
      {
        const CountingIterator begin(text_.data(), &read_), end(text_.data() + text_.size(), &read_);
        if (!Json::sax_parse(begin, end, this))
          return;
        // Included files first, wherever the key stands: the case may override them.
        for (const auto &[name, origin] : includes_)
          builder_.read((file_.parent_path() / name).lexically_normal(), path_, origin);
        for (const auto &section : sections_)
          builder_.add_section(section.path, section.origin);
        for (const auto &entry : entries_)
          builder_.add(entry.path, entry.value, entry.origin);
      }

      // The parser's interface.
      bool
      null()
      {
        if (!is_comment())
          builder_.complain(key_origin_, join_path(path_, key_) + " is null. Give a value, or remove the key.");
        return true;
      }

      bool
      boolean(bool value)
      {
        return scalar(value ? "true" : "false", false);
      }

      bool
      number_integer(Json::number_integer_t value)
      {
        return scalar(std::to_string(value), false);
      }

      bool
      number_unsigned(Json::number_unsigned_t value)
      {
        return scalar(std::to_string(value), false);
      }

      bool
      number_float(Json::number_float_t, const std::string &as_written)
      {
        return scalar(as_written, false);
      }

      bool
      string(std::string &value)
      {
        return scalar(value, true);
      }

      bool
      binary(Json::binary_t &)
      {
        return true;
      }

      bool
      key(std::string &name)
      {
        if (is_comment())
          return true;
        key_        = name;
        key_origin_ = place(read_);
        return true;
      }

      bool
      start_object(std::size_t)
      {
        if (is_comment() || in_array_)
          return open_ignored(in_array_, "an object inside an array");
        if (depth_++ > 0)
          {
            outside_.push_back(path_);
            path_ = join_path(path_, checked(key_));
            key_.clear();
            sections_.push_back({path_, key_origin_});
          }
        return true;
      }

      bool
      end_object()
      {
        if (ignored_ > 0)
          return close_ignored();
        if (--depth_ > 0)
          {
            path_ = outside_.back();
            outside_.pop_back();
          }
        return true;
      }

      bool
      start_array(std::size_t)
      {
        if (is_comment() || in_array_ || depth_ == 0)
          return open_ignored(!is_comment(),
                              depth_ == 0 ? "an array instead of an object" : "an array inside an array");
        in_array_ = true;
        list_.clear();
        return true;
      }

      bool
      end_array()
      {
        if (ignored_ > 0)
          return close_ignored();
        in_array_ = false;
        if (is_include())
          return true;
        std::string value;
        for (const auto &item : list_)
          value += (value.empty() ? "" : ", ") + item;
        return store(value);
      }

      bool
      parse_error(std::size_t position, const std::string &last_token, const Json::exception &error)
      {
        Origin origin = place(std::min(position, text_.size()));
        // "[json.exception...] parse error at line 3, column 5: syntax error while parsing value - unexpected ..."
        std::string       message = error.what();
        const std::string marker  = "while parsing ";
        if (const auto found = message.find(marker); found != std::string::npos)
          message.erase(0, found + marker.size());
        message = ":" + std::to_string(origin.column) + ": not valid JSON, in " + message + ".";
        if (last_token.ends_with('}') || last_token.ends_with(']'))
          message += " JSON allows no comma before a closing bracket.";
        else if (last_token.ends_with('/') || last_token.ends_with('#'))
          message += " JSON has no comments, but a key that begins with _ is ignored here.";
        builder_.complain(origin, message);
        return false;
      }

    private:
      bool
      is_comment() const
      {
        return ignored_ > 0 || (!key_.empty() && key_.front() == '_');
      }

      bool
      is_include() const
      {
        return depth_ == 1 && key_ == "include";
      }

      bool
      open_ignored(bool wrong, const std::string &what)
      {
        if (wrong && ignored_ == 0)
          builder_.complain(place(read_),
                            join_path(path_, key_) + ": found " + what +
                              "; allowed are sections { }, numbers, texts, true, false and arrays of them.");
        ++ignored_;
        return true;
      }

      bool
      close_ignored()
      {
        --ignored_;
        if (ignored_ == 0 && !in_array_)
          key_.clear();
        return true;
      }

      bool
      scalar(const std::string &value, bool is_text)
      {
        if (ignored_ > 0)
          return true;
        if (is_comment())
          {
            key_.clear();
            return true;
          }
        if (depth_ == 0)
          {
            builder_.complain(place(read_), "found a single value; a case in JSON is an object { }.");
            return true;
          }
        if (is_include())
          {
            if (is_text)
              includes_.emplace_back(value, key_origin_);
            else
              builder_.complain(key_origin_, "\"include\" needs the name of a file, found " + value + ".");
            return true;
          }
        if (in_array_)
          {
            list_.push_back(value);
            return true;
          }
        return store(value);
      }

      bool
      store(const std::string &value)
      {
        entries_.push_back({join_path(path_, checked(key_)), trim(value), key_origin_});
        key_.clear();
        return true;
      }

      std::string
      checked(const std::string &name)
      {
        const std::string tidy = tidy_name(name);
        if (tidy.empty() || tidy.find('/') != std::string::npos)
          builder_.complain(key_origin_, "a key must have a name without a slash, found \"" + name + "\".");
        return tidy;
      }

      /** Where the character before `position` stands. */
      Origin
      place(std::size_t position) const
      {
        const auto begin   = text_.begin();
        const auto here    = begin + static_cast<std::ptrdiff_t>(position > 0 ? position - 1 : 0);
        const auto newline = std::find(std::make_reverse_iterator(here), text_.rend(), '\n').base();
        return {file_, 1 + static_cast<std::size_t>(std::count(begin, here, '\n')),
                1 + static_cast<std::size_t>(here - newline)};
      }

      const std::string                          &text_;
      std::filesystem::path                       file_;
      std::string                                 path_;
      CaseFileBuilder                            &builder_;
      std::size_t                                 read_     = 0; ///< characters that the parser has taken
      std::size_t                                 depth_    = 0; ///< open objects
      std::size_t                                 ignored_  = 0; ///< open brackets of a comment or of a mistake
      bool                                        in_array_ = false;
      std::string                                 key_;
      Origin                                      key_origin_;
      std::vector<std::string>                    outside_; ///< paths around the open objects
      std::vector<std::string>                    list_;
      std::vector<std::pair<std::string, Origin>> includes_;
      std::vector<CaseFile::Section>              sections_;
      std::vector<CaseFile::Entry>                entries_;
    };
  } // namespace

  void
  read_json(const std::string           &text,
            const std::filesystem::path &file,
            const std::string           &prefix,
            CaseFileBuilder             &builder)
  {
    JsonReader(text, file, prefix, builder).read();
  }
} // namespace vht
