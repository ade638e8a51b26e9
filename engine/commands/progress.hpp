// SPDX-License-Identifier: Apache-2.0
#pragma once

// How far a run has come: a bar on a terminal, plain lines elsewhere.

#include <chrono>
#include <cstdint>
#include <string>

namespace engine {

class Progress {
public:
  /// `style`: auto (a bar if standard error is a terminal, else log), bar, log or none. Counts
  /// trajectories of all conditions together.
  Progress(const std::string &style, std::uint64_t total);
  void report(std::uint64_t done);
  /// Leaves the terminal on a fresh line.
  void finish();
  double seconds() const;

private:
  using Clock = std::chrono::steady_clock;
  enum class Style { bar, log, none };
  void draw_bar(std::uint64_t done, double rate, double left) const;

  Style style_ = Style::none;
  std::uint64_t total_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_ = start_;
  bool drawn_ = false;
};

/// "1.25 M" for 1 250 000, "830 k", "42".
std::string with_magnitude(double number);

} // namespace engine
