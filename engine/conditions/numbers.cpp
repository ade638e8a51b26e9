#include "engine/conditions/numbers.hpp"

#include <charconv>
#include <cmath>
#include <system_error>

#include <fmt/format.h>

namespace engine {

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
  constexpr double exactly_held = 1ULL << 53U;
  std::uint64_t digits = 0;
  const char *const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, digits);
  const std::optional<double> number = decimal_number(text);
  if (!number) return std::nullopt;
  if (error == std::errc() && stop == end) return digits;
  if (*number < 0 || *number > exactly_held || *number != std::floor(*number)) return std::nullopt;
  return static_cast<std::uint64_t>(*number);
}

std::string whole_number_between(std::uint64_t lowest, std::uint64_t highest) {
  return fmt::format("a whole number from {} to {}", lowest, highest);
}

} // namespace engine
