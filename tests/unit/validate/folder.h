#pragma once

#include "solvers/validate/validate_main.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

/** An empty folder for one test, removed afterwards. */
class Folder
{
public:
  Folder()
    : path(std::filesystem::temp_directory_path() / ("vht_validate_" + std::to_string(getpid()) + "_" +
                                                     ::testing::UnitTest::GetInstance()->current_test_info()->name()))
  {
    std::filesystem::remove_all(path);
    std::filesystem::create_directories(path);
  }
  ~Folder()
  {
    std::filesystem::remove_all(path);
  }

  std::filesystem::path
  write(const std::string &name, const std::string &text) const
  {
    const auto file = path / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
    return file;
  }

  std::filesystem::path
  tool(const std::string &name, const std::string &script) const
  {
    const auto file = write(name, "#!/bin/sh\n" + script);
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    return file;
  }

  const std::filesystem::path path;
};

inline std::string
contents(const std::filesystem::path &file)
{
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

/** The message of the error that is thrown, or "" if none is. */
template <typename Action>
std::string
message_of(const Action &action)
{
  try
    {
      action();
    }
  catch (const std::exception &error)
    {
      return error.what();
    }
  return "";
}

inline ::testing::AssertionResult
says(const std::string &message, const std::string &part)
{
  return message.find(part) != std::string::npos
           ? ::testing::AssertionSuccess()
           : ::testing::AssertionFailure() << "\"" << part << "\" is not in \"" << message << "\"";
}

struct ProgramAnswer
{
  int         code;
  std::string out, errors;
};

inline ProgramAnswer
program(const std::vector<std::string> &arguments)
{
  std::vector<const char *> pointers = {"vht-validate"};
  for (const auto &argument : arguments)
    pointers.push_back(argument.c_str());
  std::ostringstream out, errors;
  const int          code = vht::validate_main(int(pointers.size()), pointers.data(), out, errors);
  return {code, out.str(), errors.str()};
}
