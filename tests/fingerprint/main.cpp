// SPDX-License-Identifier: Apache-2.0
// Prints a fingerprint of what each kernel in this program computes: all outcomes and series of some thousand
// trajectories, with parameters given and with parameters drawn by every law. It needs no library, so it is
// easily built for another processor: the same fingerprint there means the same bits.

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <vector>

#include "agents/peninsula/model.hpp"
#include "engine/hash.hpp"
#include "engine/model/model.hpp"

namespace {

constexpr int months = 48;
constexpr int block_size = 512;
constexpr std::uint64_t blocks = 8;
constexpr std::uint64_t seed = 20250201;
constexpr std::uint64_t first_trajectory =
    (std::uint64_t{1} << 32) - 1024; // the low word overflows on the way

class Fingerprint {
public:
  void add(std::uint32_t word) { hash_ = engine::fnv_step(hash_, word); }
  /// What is no number has many bit patterns, and processors differ in which they make.
  void add(float value) { add(std::isnan(value) ? 0x7FC00000 : std::bit_cast<std::uint32_t>(value)); }
  std::uint64_t hash() const { return hash_; }

private:
  std::uint64_t hash_ = engine::fnv_start;
};

/// A parameter with a prior, drawn by this law around the middle of it.
engine::Drawn drawn_by(engine::Drawn::Law law, std::size_t place, const engine::Parameter &parameter) {
  static constexpr std::array<double, 3> values{0.5, 1.0, 2.0};
  const double low = parameter.plausible.low;
  const double high = parameter.plausible.high;
  const double middle = 0.5 * (low + high);
  engine::Drawn drawn{};
  drawn.parameter = place;
  drawn.law = law;
  drawn.stream = 0x80000000U + static_cast<std::uint32_t>(place);
  drawn.lowest = low;
  drawn.highest = high;
  drawn.a = law == engine::Drawn::Law::normal || law == engine::Drawn::Law::log_normal ? middle : low;
  drawn.b = law == engine::Drawn::Law::normal       ? 0.1 * (high - low)
            : law == engine::Drawn::Law::log_normal ? 0.2
            : law == engine::Drawn::Law::triangular ? middle
                                                    : high;
  drawn.c = high;
  drawn.values = values.data();
  drawn.value_count = values.size();
  return drawn;
}

/// Every law in turn, over all parameters whose prior is positive.
std::vector<engine::Drawn> drawn_by_every_law(const engine::Model &model) {
  using Law = engine::Drawn::Law;
  constexpr std::array<Law, 6> laws{Law::uniform,    Law::log_uniform, Law::normal,
                                    Law::log_normal, Law::triangular,  Law::equally_likely};
  std::vector<engine::Drawn> drawn;
  for (std::size_t i = 0; i < model.parameters.size(); ++i) {
    const engine::Parameter &parameter = model.parameters[i];
    if (parameter.plausible.exists() && parameter.plausible.low > 0.0)
      drawn.push_back(drawn_by(laws[drawn.size() % 6], i, parameter));
  }
  return drawn;
}

std::uint64_t fingerprint_of(const engine::Model &model, const engine::Kernel &kernel,
                             const std::vector<engine::Drawn> &drawn) {
  std::vector<double> parameters;
  for (const engine::Parameter &parameter : model.parameters) parameters.push_back(parameter.value);
  const std::vector<float> nothing_given(static_cast<std::size_t>(months) * model.processes.size(),
                                         std::numeric_limits<float>::quiet_NaN());
  const engine::Scenario scenario{parameters.data(),    parameters.size(),   drawn.data(), drawn.size(),
                                  nothing_given.data(), model.processes.size(), months,       1};
  std::vector<float> outcomes(model.outcomes.size() * block_size);
  std::vector<std::uint16_t> series(model.series.size() * months * block_size);
  Fingerprint fingerprint;
  for (std::uint64_t block = 0; block < blocks; ++block) {
    kernel.simulate(scenario, {seed, first_trajectory + block * block_size, block_size},
                    {outcomes.data(), series.data(), block_size});
    for (const float value : outcomes) fingerprint.add(value);
    for (const std::uint16_t code : series) fingerprint.add(std::uint32_t{code});
  }
  return fingerprint.hash();
}

bool runs_here(const engine::Kernel &kernel) {
#if defined(__x86_64__)
  if (kernel.lanes == 16) return static_cast<bool>(__builtin_cpu_supports("avx512vl"));
  if (kernel.lanes == 8) return static_cast<bool>(__builtin_cpu_supports("avx2"));
#endif
  return kernel.lanes == 4;
}

} // namespace

int main() {
  const engine::Model &model = peninsula::model();
  const std::vector<engine::Drawn> drawn = drawn_by_every_law(model);
  for (const engine::Kernel &kernel : model.kernels) {
    if (!runs_here(kernel)) continue;
    std::printf("%-10s %016jx %016jx\n", kernel.instruction_set,
                static_cast<std::uintmax_t>(fingerprint_of(model, kernel, {})),
                static_cast<std::uintmax_t>(fingerprint_of(model, kernel, drawn)));
  }
  return 0;
}
