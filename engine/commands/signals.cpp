#include "engine/commands/signals.hpp"

#include <csignal>
#include <initializer_list>

namespace engine {
namespace {

volatile std::sig_atomic_t received_signal = 0;

} // namespace

SignalWatch::SignalWatch() {
  received_signal = 0;
  for (const int signal : {SIGINT, SIGTERM})
    std::signal(signal, [](int number) { received_signal = number; });
}

SignalWatch::~SignalWatch() {
  for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, SIG_DFL);
}

int SignalWatch::received() { return received_signal; }

} // namespace engine
