#pragma once

#include "physics/error.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>

namespace vht::testing
{
  namespace fs = std::filesystem;

  /** A folder for one test, gone afterwards. */
  class Scratch
  {
  public:
    Scratch()
      : folder_(fs::temp_directory_path() /
                ("vht-" + std::to_string(getpid()) + "-" + std::to_string(reinterpret_cast<std::uintptr_t>(this))))
    {
      fs::create_directories(folder_);
    }

    ~Scratch()
    {
      std::error_code ignored;
      fs::remove_all(folder_, ignored);
    }

    Scratch(const Scratch &)            = delete;
    Scratch &operator=(const Scratch &) = delete;

    const fs::path &
    folder() const
    {
      return folder_;
    }

    fs::path
    write(const std::string &name, const std::string &text) const
    {
      const fs::path file = folder_ / name;
      fs::create_directories(file.parent_path());
      std::ofstream(file, std::ios::binary) << text;
      return file;
    }

  private:
    fs::path folder_;
  };

  inline std::string
  read_text(const fs::path &file)
  {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
  }

  /** The message of the error that the action must throw, one that the user can mend. */
  inline std::string
  mistake(const std::function<void()> &action)
  {
    try
      {
        action();
      }
    catch (const Error &error)
      {
        EXPECT_EQ(error.code(), ExitCode::bad_input);
        return error.what();
      }
    ADD_FAILURE() << "no error was thrown";
    return "";
  }

  inline void
  expect_in(const std::string &part, const std::string &text)
  {
    EXPECT_NE(text.find(part), std::string::npos) << "\"" << part << "\" is not in\n" << text;
  }

  inline void
  expect_not_in(const std::string &part, const std::string &text)
  {
    EXPECT_EQ(text.find(part), std::string::npos) << "\"" << part << "\" is in\n" << text;
  }
} // namespace vht::testing
