// SPDX-License-Identifier: Apache-2.0
#pragma once

// Numbers as people write them, the same in files and on the command line.

#include <cstdint>
#include <optional>
#include <string>

namespace engine {

/// How many trajectories may be asked for, and the most of anything else that is counted.
inline constexpr std::uint64_t most_counted = 1'000'000'000'000'000;

/// A finite decimal number, if the text is one. What is read differently elsewhere (010, 0x10, 1_000, 1:30)
/// is none.
std::optional<double> decimal_number(std::string text);

/// A whole number from 0 to 2^64 - 1, such as 48 or 1e6; exact, however it is written.
std::optional<std::uint64_t> whole_number(const std::string &text);

/// "a whole number from 1 to 48"
std::string whole_number_between(std::uint64_t lowest, std::uint64_t highest);

} // namespace engine
