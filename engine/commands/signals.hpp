// SPDX-License-Identifier: Apache-2.0
#pragma once

// Interrupts that ask for an orderly end, and those that a program is better told of as errors.

namespace engine {

/// While it lives, SIGINT, SIGTERM and SIGHUP do not end the program but are told. One at a time. A signal
/// that the program was started to ignore, as nohup asks, stays ignored.
class SignalWatch {
public:
  SignalWatch();
  ~SignalWatch();
  SignalWatch(const SignalWatch &) = delete;
  SignalWatch &operator=(const SignalWatch &) = delete;

  /// The signal that has come, or 0; it stays known until the next watch begins.
  static int received();
};

/// A file that grows beyond its limit becomes a write that fails, with a message, and no draft is left.
void let_writes_fail_at_limits();
/// Nobody reads standard output any more: a write that fails, while the result is still to be kept.
void let_writes_fail_without_reader();

} // namespace engine
