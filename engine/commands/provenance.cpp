// SPDX-License-Identifier: Apache-2.0
#include "engine/commands/provenance.hpp"

#include <array>
#include <ctime>

#include <omp.h>

#include "engine/host_name.hpp"

namespace engine {

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

std::string program_version() { return std::string(PENINSULA_VERSION) + "+" + PENINSULA_COMMIT; }

std::vector<std::pair<std::string, std::string>> provenance(const std::string &started,
                                                            const std::string &command_line) {
  return {{"version", PENINSULA_VERSION}, {"commit", PENINSULA_COMMIT}, {"compiler", PENINSULA_COMPILER},
          {"host", host_name()},          {"started", started},         {"ended", utc_now()},
          {"command_line", command_line}};
}

std::vector<std::pair<std::string, std::string>> provenance(const Plan &plan, const std::string &started,
                                                            const std::string &command_line) {
  const int threads = plan.threads > 0 ? plan.threads : omp_get_max_threads();
  return {{"version", PENINSULA_VERSION},
          {"commit", PENINSULA_COMMIT},
          {"compiler", PENINSULA_COMPILER},
          {"instruction_set", plan.kernel->instruction_set},
          {"host", host_name()},
          {"threads", std::to_string(threads)},
          {"started", started},
          {"ended", utc_now()},
          {"command_line", command_line},
          {"seed", std::to_string(plan.seed)}};
}

} // namespace engine
