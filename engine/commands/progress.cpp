// SPDX-License-Identifier: Apache-2.0
#include "engine/commands/progress.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

namespace engine {

Progress::Progress(const std::string &style, std::uint64_t total) : total_(total) {
  const bool terminal = isatty(STDERR_FILENO) != 0;
  if (style == "bar" || (style == "auto" && terminal)) style_ = Style::bar;
  if (style == "log" || (style == "auto" && !terminal)) style_ = Style::log;
}

double Progress::seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

void Progress::report(std::uint64_t done) {
  const auto now = Clock::now();
  const bool is_first = last_ == start_;
  const double pause = style_ == Style::bar ? 0.1 : is_first ? 10.0 : 60.0;
  const bool last = done >= total_;
  if (style_ == Style::none || (!last && std::chrono::duration<double>(now - last_).count() < pause)) return;
  last_ = now;
  const double rate = static_cast<double>(done) / std::max(seconds(), 1e-9);
  const double left = static_cast<double>(total_ - std::min(done, total_)) / std::max(rate, 1e-9);
  if (style_ == Style::bar) {
    draw_bar(done, rate, left);
    drawn_ = true;
  } else {
    spdlog::info("{} of {} trajectories, {}/s, {:.0f} s left", done, total_, with_magnitude(rate), left);
  }
}

void Progress::draw_bar(std::uint64_t done, double rate, double left) const {
  constexpr int width = 30;
  const double share = static_cast<double>(done) / static_cast<double>(std::max<std::uint64_t>(total_, 1));
  std::string bar;
  for (int i = 0; i < width; ++i) bar += i < static_cast<int>(std::lround(share * width)) ? "█" : "░";
  fmt::print(stderr, "\r{} {:3.0f} %  {} trajectories/s  {:.0f} s left \x1b[K", bar, share * 100,
             with_magnitude(rate), left);
  std::fflush(stderr);
}

void Progress::finish() {
  if (drawn_) fmt::print(stderr, "\n");
  drawn_ = false;
}

std::string with_magnitude(double number) {
  if (number >= 1e9) return fmt::format("{:.2f} G", number / 1e9);
  if (number >= 1e6) return fmt::format("{:.2f} M", number / 1e6);
  if (number >= 1e4) return fmt::format("{:.0f} k", number / 1e3);
  return fmt::format("{:.0f}", number);
}

} // namespace engine
