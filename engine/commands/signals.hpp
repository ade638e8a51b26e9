#pragma once

// Interrupts that ask for an orderly end.

namespace engine {

/// While it lives, SIGINT and SIGTERM do not end the program but are told. One at a time.
class SignalWatch {
public:
  SignalWatch();
  ~SignalWatch();
  SignalWatch(const SignalWatch &) = delete;
  SignalWatch &operator=(const SignalWatch &) = delete;

  /// The signal that has come, or 0; it stays known until the next watch begins.
  static int received();
};

} // namespace engine
