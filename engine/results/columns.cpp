// SPDX-License-Identifier: Apache-2.0
#include "engine/results/columns.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace engine {

namespace {

using Lines = std::vector<std::vector<std::string>>;

/// Characters, not bytes: all but the continuations of UTF-8.
std::size_t length_of(const std::string &text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return (byte & 0xC0) != 0x80; }));
}

bool is_filled(const Lines &lines, std::size_t heading, std::size_t column) {
  return std::any_of(lines.begin() + static_cast<std::ptrdiff_t>(heading), lines.end(),
                     [&](const auto &line) { return !line[column].empty(); });
}

std::size_t width_of(const Lines &lines, std::size_t column) {
  std::size_t width = 0;
  for (const auto &line : lines) width = std::max(width, length_of(line[column]));
  return width;
}

void add_cell(std::string &text, const std::string &cell, std::size_t width, bool is_first) {
  const std::string room(width - length_of(cell), ' ');
  text += is_first ? cell + room : "  " + room + cell;
}

std::string block_of(const Lines &lines, const std::vector<std::size_t> &columns,
                     const std::vector<std::size_t> &widths) {
  std::string text;
  for (const auto &line : lines) {
    std::string here;
    for (const std::size_t column : columns) add_cell(here, line[column], widths[column], column == 0);
    text += here.substr(0, here.find_last_not_of(' ') + 1) + '\n';
  }
  return text;
}

} // namespace

std::string in_columns(const Lines &lines, std::size_t heading, std::size_t width) {
  if (lines.empty()) return {};
  std::vector<std::size_t> widths;
  for (std::size_t column = 0; column < lines.front().size(); ++column)
    widths.push_back(width_of(lines, column));
  std::string text;
  std::vector<std::size_t> block{0};
  std::size_t used = widths.front();
  for (std::size_t column = 1; column < widths.size(); ++column) {
    if (!is_filled(lines, heading, column)) continue;
    if (block.size() > 1 && used + 2 + widths[column] > width) {
      text += block_of(lines, block, widths) + '\n';
      block = {0};
      used = widths.front();
    }
    block.push_back(column);
    used += 2 + widths[column];
  }
  return text + block_of(lines, block, widths);
}

std::string bar_of(double share) {
  static constexpr std::array<const char *, 8> parts{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  constexpr int cells = 8;
  if (std::isnan(share)) share = 0;
  const auto eighths = static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * cells * 8));
  std::string bar;
  for (int full = 0; full < eighths / 8; ++full) bar += "█";
  bar += parts.at(static_cast<std::size_t>(eighths % 8));
  return bar + std::string(cells - length_of(bar), ' ');
}

} // namespace engine
