#pragma once

// The one place that names a processor: 32 x 32 -> 64 bit products on whole registers, which
// portable vector code cannot express without wasting half of each multiplication.

#include <cstdint>

#include "engine/lanes/lanes.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace engine {

template <int bytes> struct WideMultiply {
  using Pairs = Vector<std::uint64_t, bytes / 8>;
  /// Products of the low halves of each 64-bit element with `factor`.
  static Pairs low_halves(Pairs pairs, std::uint32_t factor) {
    return (pairs & std::uint64_t{0xFFFFFFFF}) * std::uint64_t{factor};
  }
};

#if defined(__SSE2__)
template <> struct WideMultiply<16> {
  using Pairs = Vector<std::uint64_t, 16 / 8>;
  static Pairs low_halves(Pairs pairs, std::uint32_t factor) {
    return reinterpret_cast<Pairs>(_mm_mul_epu32(reinterpret_cast<__m128i>(pairs), _mm_set1_epi64x(factor)));
  }
};
#endif

#if defined(__AVX2__)
template <> struct WideMultiply<32> {
  using Pairs = Vector<std::uint64_t, 32 / 8>;
  static Pairs low_halves(Pairs pairs, std::uint32_t factor) {
    return reinterpret_cast<Pairs>(
        _mm256_mul_epu32(reinterpret_cast<__m256i>(pairs), _mm256_set1_epi64x(factor)));
  }
};
#endif

#if defined(__AVX512F__)
template <> struct WideMultiply<64> {
  using Pairs = Vector<std::uint64_t, 64 / 8>;
  static Pairs low_halves(Pairs pairs, std::uint32_t factor) {
    return reinterpret_cast<Pairs>(
        _mm512_maskz_mul_epu32(0xFF, reinterpret_cast<__m512i>(pairs), _mm512_set1_epi64(factor)));
  }
};
#endif

} // namespace engine
