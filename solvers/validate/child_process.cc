#include "solvers/validate/child_process.h"

#include "physics/error.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstring>
#include <thread>

extern char **environ;

namespace vht
{
  namespace
  {
    std::atomic<pid_t> child       = 0;
    std::atomic<int>   signal_seen = 0;

    struct sigaction old_interrupt, old_terminate;

    void
    hand_over(const int signal)
    {
      signal_seen = signal;
      if (const pid_t to = child; to > 0)
        kill(to, signal);
    }

    std::vector<std::string>
    merged_environment(const std::map<std::string, std::string> &added)
    {
      std::vector<std::string> result;
      for (char **entry = environ; *entry != nullptr; ++entry)
        if (const std::string text = *entry; added.count(text.substr(0, text.find('='))) == 0)
          result.push_back(text);
      for (const auto &[name, value] : added)
        result.push_back(name + "=" + value);
      return result;
    }

    std::vector<char *>
    pointers(std::vector<std::string> &texts)
    {
      std::vector<char *> result;
      for (std::string &text : texts)
        result.push_back(text.data());
      result.push_back(nullptr);
      return result;
    }
  } // namespace

  ChildResult
  run_child(const std::vector<std::string>           &command,
            const std::map<std::string, std::string> &environment,
            const std::filesystem::path              &log,
            const std::function<void(double)>        &while_waiting)
  {
    using clock                  = std::chrono::steady_clock;
    auto       arguments         = command;
    auto       variables         = merged_environment(environment);
    const auto argument_pointers = pointers(arguments);
    const auto variable_pointers = pointers(variables);
    const auto start             = clock::now();
    const auto seconds           = [&] { return std::chrono::duration<double>(clock::now() - start).count(); };
    const int  output            = open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (output < 0)
      throw InputError("The log file " + log.string() + " cannot be written: " + std::strerror(errno) + ".");

    const pid_t pid = fork();
    if (pid == 0)
      {
        const int input = open("/dev/null", O_RDONLY);
        if (input >= 0 && dup2(input, 0) == 0 && dup2(output, 1) == 1 && dup2(output, 2) == 2)
          execvpe(argument_pointers[0], argument_pointers.data(), variable_pointers.data());
        const char *what = std::strerror(errno);
        if (write(2, what, std::strlen(what)) < 0)
          _exit(126);
        _exit(127);
      }
    close(output);
    if (pid < 0)
      throw InputError("No process can be started: " + std::string(std::strerror(errno)) + ".");

    child      = pid;
    int status = 0;
    while (waitpid(pid, &status, WNOHANG) == 0)
      {
        std::this_thread::sleep_for(std::chrono::milliseconds(seconds() < 1. ? 10 : 250));
        while_waiting(seconds());
      }
    child = 0;
    return {WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status), seconds()};
  }

  SignalsToChild::SignalsToChild()
  {
    struct sigaction action = {};
    action.sa_handler       = hand_over;
    sigaction(SIGINT, &action, &old_interrupt);
    sigaction(SIGTERM, &action, &old_terminate);
    signal_seen = 0;
  }

  SignalsToChild::~SignalsToChild()
  {
    sigaction(SIGINT, &old_interrupt, nullptr);
    sigaction(SIGTERM, &old_terminate, nullptr);
  }

  bool
  SignalsToChild::interrupted() const
  {
    return signal_seen != 0;
  }
} // namespace vht
