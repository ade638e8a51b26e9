// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>

#include <unistd.h>

namespace engine {

/// What this machine calls itself.
inline std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

} // namespace engine
