// SPDX-License-Identifier: Apache-2.0
#pragma once

// The one place that names a processor: what portable vector code cannot say, or what compilers say at
// length. Each function has a portable form with the same bits, which every other processor uses.

#include <cstddef>
#include <cstdint>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace engine {

/// Whether the program is sent to its readers, inside a page: then it is small first, and has each thing in
/// one form only.
#if defined(__wasm__)
inline constexpr bool is_sent = true;
#else
inline constexpr bool is_sent = false;
#endif

/// `count` elements in one register, or in several side by side.
template <class Element, int count> struct VectorOf {
  // NOLINTNEXTLINE(modernize-use-using): `using` drops the attribute of a dependent type
  typedef Element type __attribute__((vector_size(sizeof(Element) * count)));
};
template <class Element, int count> using Vector = typename VectorOf<Element, count>::type;
template <int lane_count> using Words = Vector<std::uint32_t, lane_count>;

/// `a < b ? a : b` in each lane: b if either is no number.
template <class Native> Native native_smaller(Native a, Native b) { return a < b ? a : b; }
/// `a > b ? a : b` in each lane: b if either is no number.
template <class Native> Native native_larger(Native a, Native b) { return a > b ? a : b; }

/// Whether any bit of the vector is set.
template <class Native> bool any_bit(Native bits) {
  constexpr int words = sizeof(Native) / sizeof(std::uint64_t);
  const auto by_word = reinterpret_cast<Vector<std::uint64_t, words>>(bits);
  std::uint64_t found = 0;
  for (int word = 0; word < words; ++word) found |= by_word[word];
  return found != 0;
}

/// The 64-bit products of each word with `factor`, in two halves.
template <int lane_count> struct WideProduct {
  Words<lane_count> high, low;

  static WideProduct of(Words<lane_count> word, std::uint32_t factor) {
    const auto whole = __builtin_convertvector(word, Vector<std::uint64_t, lane_count>) * factor;
    return {__builtin_convertvector(whole >> 32, Words<lane_count>), word * factor};
  }
};

/// The products of numbers in the same place, added up two by two: of neighbours.
template <int count> struct PairProducts {
  using Halves = Vector<std::int16_t, 2 * count>;
  using Sums = Vector<std::int32_t, count>;

  static Sums of(Halves a, Halves b) {
    const auto upper = [](Halves halves) { return reinterpret_cast<Sums>(halves) >> 16; };
    const auto lower = [](Halves halves) { return reinterpret_cast<Sums>(halves) << 16 >> 16; };
    return upper(a) * upper(b) + lower(a) * lower(b);
  }
};

/// How many of the bytes are equal to one.
template <int count> int equal_bytes(Vector<std::uint8_t, count> bytes, std::uint8_t wanted) {
  int equal = 0;
  for (int i = 0; i < count; ++i) equal += static_cast<int>(bytes[i] == wanted);
  return equal;
}

// Processors multiply the even words of a register only, so odd words take their places for a moment; the
// halves are then put side by side again.

#if defined(__SSE2__)
inline Vector<float, 4> native_smaller(Vector<float, 4> a, Vector<float, 4> b) { return _mm_min_ps(a, b); }
inline Vector<float, 4> native_larger(Vector<float, 4> a, Vector<float, 4> b) { return _mm_max_ps(a, b); }
inline bool any_bit(Vector<std::int32_t, 4> bits) {
  return _mm_movemask_epi8(reinterpret_cast<__m128i>(bits)) != 0;
}
template <> inline Vector<std::int32_t, 4> PairProducts<4>::of(Halves a, Halves b) {
  return reinterpret_cast<Sums>(_mm_madd_epi16(reinterpret_cast<__m128i>(a), reinterpret_cast<__m128i>(b)));
}
template <> inline WideProduct<4> WideProduct<4>::of(Words<4> word, std::uint32_t factor) {
  const __m128i factors = _mm_set1_epi64x(factor);
  const auto pairs = reinterpret_cast<__m128i>(word);
  const auto even = reinterpret_cast<Words<4>>(_mm_mul_epu32(pairs, factors));
  const auto odd = reinterpret_cast<Words<4>>(_mm_mul_epu32(_mm_srli_epi64(pairs, 32), factors));
  return {__builtin_shufflevector(even, odd, 1, 5, 3, 7), __builtin_shufflevector(even, odd, 0, 4, 2, 6)};
}
#endif

#if defined(__AVX2__)
template <> inline Vector<std::int32_t, 8> PairProducts<8>::of(Halves a, Halves b) {
  return reinterpret_cast<Sums>(
      _mm256_madd_epi16(reinterpret_cast<__m256i>(a), reinterpret_cast<__m256i>(b)));
}
inline Vector<float, 8> native_smaller(Vector<float, 8> a, Vector<float, 8> b) { return _mm256_min_ps(a, b); }
inline Vector<float, 8> native_larger(Vector<float, 8> a, Vector<float, 8> b) { return _mm256_max_ps(a, b); }
inline bool any_bit(Vector<std::int32_t, 8> bits) {
  const auto whole = reinterpret_cast<__m256i>(bits);
  return _mm256_testz_si256(whole, whole) == 0;
}
template <> inline WideProduct<8> WideProduct<8>::of(Words<8> word, std::uint32_t factor) {
  constexpr int odd_lanes = 0xAA;
  constexpr int swap_neighbours = 0xB1;
  const __m256i factors = _mm256_set1_epi64x(factor);
  const auto pairs = reinterpret_cast<__m256i>(word);
  const __m256i even = _mm256_mul_epu32(pairs, factors);
  const __m256i odd = _mm256_mul_epu32(_mm256_srli_epi64(pairs, 32), factors);
  return {reinterpret_cast<Words<8>>(
              _mm256_blend_epi32(_mm256_shuffle_epi32(even, swap_neighbours), odd, odd_lanes)),
          reinterpret_cast<Words<8>>(
              _mm256_blend_epi32(even, _mm256_shuffle_epi32(odd, swap_neighbours), odd_lanes))};
}
#endif

#if defined(__AVX512BW__)
template <> inline int equal_bytes<64>(Vector<std::uint8_t, 64> bytes, std::uint8_t wanted) {
  const auto all = reinterpret_cast<__m512i>(bytes);
  return __builtin_popcountll(_mm512_cmpeq_epi8_mask(all, _mm512_set1_epi8(static_cast<char>(wanted))));
}
template <> inline Vector<std::int32_t, 16> PairProducts<16>::of(Halves a, Halves b) {
  return reinterpret_cast<Sums>(
      _mm512_maskz_madd_epi16(0xFFFF, reinterpret_cast<__m512i>(a), reinterpret_cast<__m512i>(b)));
}
#endif

#if defined(__AVX512F__)
inline Vector<float, 16> native_smaller(Vector<float, 16> a, Vector<float, 16> b) {
  return _mm512_maskz_min_ps(0xFFFF, a, b);
}
inline Vector<float, 16> native_larger(Vector<float, 16> a, Vector<float, 16> b) {
  return _mm512_maskz_max_ps(0xFFFF, a, b);
}
inline bool any_bit(Vector<std::int32_t, 16> bits) {
  const auto whole = reinterpret_cast<__m512i>(bits);
  return _mm512_test_epi32_mask(whole, whole) != 0;
}
template <> inline WideProduct<16> WideProduct<16>::of(Words<16> word, std::uint32_t factor) {
  constexpr __mmask16 even_lanes = 0x5555;
  constexpr __mmask16 odd_lanes = 0xAAAA;
  constexpr auto swap_neighbours = static_cast<_MM_PERM_ENUM>(0xB1);
  const __m512i factors = _mm512_set1_epi64(factor);
  const auto pairs = reinterpret_cast<__m512i>(word);
  const __m512i even = _mm512_maskz_mul_epu32(0xFF, pairs, factors);
  const __m512i odd = _mm512_maskz_mul_epu32(0xFF, _mm512_maskz_srli_epi64(0xFF, pairs, 32), factors);
  return {reinterpret_cast<Words<16>>(_mm512_mask_shuffle_epi32(odd, even_lanes, even, swap_neighbours)),
          reinterpret_cast<Words<16>>(_mm512_mask_shuffle_epi32(even, odd_lanes, odd, swap_neighbours))};
}
#endif

} // namespace engine
