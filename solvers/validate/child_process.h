#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace vht
{
  /** How a child process ended. */
  struct ChildResult
  {
    int    exit_code; ///< 128 + signal if it was killed, as shells say
    double seconds;
  };

  /**
   * Execute a program, found by PATH if its name has no slash, with both outputs in a file.
   * @param environment  variables set for the child in addition to ours
   * @param while_waiting  called about four times a second with the seconds passed
   * @throws InputError if the program cannot be started
   */
  ChildResult run_child(const std::vector<std::string>           &command,
                        const std::map<std::string, std::string> &environment,
                        const std::filesystem::path              &log,
                        const std::function<void(double)>        &while_waiting);

  /** While it lives, SIGINT and SIGTERM go to the child process instead of ending us. */
  class SignalsToChild
  {
  public:
    SignalsToChild();
    ~SignalsToChild();

    SignalsToChild(const SignalsToChild &)            = delete;
    SignalsToChild &operator=(const SignalsToChild &) = delete;

    /** Whether one came. */
    bool interrupted() const;
  };
} // namespace vht
