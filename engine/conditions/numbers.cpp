// SPDX-License-Identifier: Apache-2.0
#include "engine/conditions/numbers.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

#include <fmt/format.h>

namespace engine {
namespace {

/// The digits of a decimal, and the power of ten that they count: of 1.25e6, 125 and 4.
struct Digits {
  std::string digits;
  long power = 0;
};

Digits digits_of(const std::string &decimal) {
  const std::size_t end = std::min(decimal.find_first_of("eE"), decimal.size());
  Digits all;
  if (end < decimal.size()) {
    const char *const exponent = decimal.data() + end + (decimal[end + 1] == '+' ? 2 : 1);
    std::from_chars(exponent, decimal.data() + decimal.size(), all.power);
  }
  bool is_fraction = false;
  for (const char letter : decimal.substr(0, end)) {
    is_fraction = is_fraction || letter == '.';
    if (letter < '0' || letter > '9') continue;
    all.digits += letter;
    if (is_fraction) --all.power;
  }
  return all;
}

} // namespace

std::optional<double> decimal_number(std::string text) {
  const auto is_digit = [&](std::size_t place) {
    return place < text.size() && text[place] >= '0' && text[place] <= '9';
  };
  if (text.starts_with('+') && !text.starts_with("+-")) text.erase(0, 1);
  const std::size_t first = text.starts_with('-') ? 1 : 0;
  if (is_digit(first) && text[first] == '0' && is_digit(first + 1)) return std::nullopt;
  double number = 0.0;
  const char *const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end || !std::isfinite(number)) return std::nullopt;
  return number;
}

std::optional<std::uint64_t> whole_number(const std::string &text) {
  const std::optional<double> number = decimal_number(text);
  if (!number || *number < 0.0 || *number > 0x1p64) return std::nullopt;
  auto [digits, power] = digits_of(text);
  while (!digits.empty() && digits.back() == '0') digits.pop_back(), ++power;
  if (digits.empty()) return 0;
  if (power < 0) return std::nullopt;
  digits.append(static_cast<std::size_t>(power), '0'); // few: the number is below 2^64
  std::uint64_t whole = 0;
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), whole);
  return error == std::errc() ? std::optional(whole) : std::nullopt;
}

std::string whole_number_between(std::uint64_t lowest, std::uint64_t highest) {
  return fmt::format("a whole number from {} to {}", lowest, highest);
}

} // namespace engine
