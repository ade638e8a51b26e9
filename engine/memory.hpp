// SPDX-License-Identifier: Apache-2.0
#pragma once

// Memory: that it is used again, and where there is not enough, how much was wanted, and for what.

#include <cstdint>
#include <new>
#include <stdexcept>
#include <string>

#include <fmt/format.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include "engine/errors.hpp"

namespace engine {

/// What is given back up to this size is used again by what comes next: a run's memory by its file. The
/// system would take each piece back, and clear it anew page by page.
inline void keep_memory_to_use_again() {
#if defined(__GLIBC__)
  constexpr int largest = 1 << 25; // bytes
  mallopt(M_MMAP_THRESHOLD, largest);
#endif
}

/// "1.3 GB", "0.2 MB"
inline std::string size_text(double bytes) {
  if (bytes >= 1e12) return fmt::format("{:.1f} TB", bytes / 1e12);
  if (bytes >= 1e9) return fmt::format("{:.1f} GB", bytes / 1e9);
  return fmt::format("{:.1f} MB", bytes / 1e6);
}

/// Does work that wants about so many bytes. Where there are not so many, throws RunError: "16 conditions on
/// 2 threads want 3.2 GB of memory, and there is not so much". `what` is a plural.
template <class Work> auto with_memory(const std::string &what, double bytes, const Work &work) {
  const auto refusal = [&] {
    return RunError(fmt::format("{} want {} of memory, and there is not so much", what, size_text(bytes)));
  };
  try {
    return work();
  } catch (const std::bad_alloc &) {
    throw refusal();
  } catch (const std::length_error &) { // more than any memory could hold
    throw refusal();
  }
}

} // namespace engine
