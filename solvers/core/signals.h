#pragma once

namespace vht
{
  /** SIGTERM (a batch system ends the job) and SIGUSR1 (it warns beforehand) from now on only leave a mark. */
  void catch_stop_signals();

  /** The signal that came last on this rank; 0 if none came. */
  int stop_signal();

  /** Forget it; for tests. */
  void clear_stop_signal();
} // namespace vht
