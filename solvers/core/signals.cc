#include "solvers/core/signals.h"

#include <csignal>

namespace vht
{
  namespace
  {
    volatile std::sig_atomic_t last_signal = 0;

    extern "C" void
    vht_remember_signal(int signal)
    {
      last_signal = signal;
    }
  } // namespace

  void
  catch_stop_signals()
  {
    struct sigaction action = {};
    action.sa_handler       = vht_remember_signal;
    action.sa_flags         = SA_RESTART; // a write that is under way goes on
    sigemptyset(&action.sa_mask);
    sigaction(SIGTERM, &action, nullptr);
    sigaction(SIGUSR1, &action, nullptr);
  }

  int
  stop_signal()
  {
    return last_signal;
  }

  void
  clear_stop_signal()
  {
    last_signal = 0;
  }
} // namespace vht
