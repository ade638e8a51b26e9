#include "benchmarks/limit.hpp"

#include "engine/lanes/functions.hpp"
#include "engine/lanes/random.hpp"

namespace benchmarks {

namespace {

template <class Real> Real limit_on_lanes(const Needs &needs, std::uint64_t seed, std::uint64_t first) {
  const engine::Draws<Real> draws(seed, first, engine::before_the_first_step);
  Real sum(0.0);
  Real exponent(0.0);
  for (int month = 0; month < needs.months; ++month) {
    const engine::Draws<Real> dice = draws.at(static_cast<std::uint32_t>(month));
    for (std::uint32_t stream = 1; stream <= needs.streams; ++stream) {
      for (const Real &uniform : dice.uniforms(stream)) exponent += uniform;
    }
    for (int i = 0; i < needs.exponentials; ++i) sum += exponential(exponent - (i + 1.0));
    exponent = exponent * 0.5;
  }
  return sum;
}

} // namespace

template <>
float limit<engine::native_lanes>(const Needs &needs, std::uint64_t seed, std::uint64_t first, int count) {
  using Real = engine::Lanes<float, engine::native_lanes>;
  Real sum(0.0);
  for (int done = 0; done < count; done += Real::count) {
    sum += limit_on_lanes<Real>(needs, seed, first + static_cast<std::uint64_t>(done));
  }
  return sum[0];
}

} // namespace benchmarks
