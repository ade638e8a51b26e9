// SPDX-License-Identifier: Apache-2.0
#pragma once

// FNV-1a (Fowler, Noll, Vo): a short name for a text, the same on every machine. No seal: see engine/results.

#include <cstdint>
#include <string_view>

namespace engine {

/// One step: of a byte as the authors have it, or of a word where speed counts more than their known answers.
constexpr std::uint64_t fnv_start = 14695981039346656037ULL;
constexpr std::uint64_t fnv_step(std::uint64_t hash, std::uint32_t next) {
  return (hash ^ next) * 1099511628211ULL;
}

constexpr std::uint64_t fnv_64(std::string_view text) {
  std::uint64_t hash = fnv_start;
  for (const char letter : text) hash = fnv_step(hash, static_cast<unsigned char>(letter));
  return hash;
}

constexpr std::uint32_t fnv_32_start = 2166136261U;
constexpr std::uint32_t fnv_32_step(std::uint32_t hash, std::uint32_t next) {
  return (hash ^ next) * 16777619U;
}

constexpr std::uint32_t fnv_32(std::string_view text) {
  std::uint32_t hash = fnv_32_start;
  for (const char letter : text) hash = fnv_32_step(hash, static_cast<unsigned char>(letter));
  return hash;
}

} // namespace engine
