// SPDX-License-Identifier: Apache-2.0
#include "engine/commands/signals.hpp"

#include <array>
#include <csignal>

namespace engine {
namespace {

constexpr std::array watched{SIGINT, SIGTERM, SIGHUP};
volatile std::sig_atomic_t received_signal = 0;

} // namespace

SignalWatch::SignalWatch() {
  received_signal = 0;
  for (const int signal : watched) {
    const auto before = std::signal(signal, [](int number) { received_signal = number; });
    if (signal == SIGHUP && before == SIG_IGN) std::signal(signal, SIG_IGN);
  }
}

SignalWatch::~SignalWatch() {
  for (const int signal : watched)
    if (std::signal(signal, SIG_DFL) == SIG_IGN) std::signal(signal, SIG_IGN);
}

int SignalWatch::received() { return received_signal; }

void let_writes_fail_at_limits() { std::signal(SIGXFSZ, SIG_IGN); }

void let_writes_fail_without_reader() { std::signal(SIGPIPE, SIG_IGN); }

} // namespace engine
