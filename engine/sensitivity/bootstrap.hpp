// SPDX-License-Identifier: Apache-2.0
#pragma once

// How far an estimate would scatter if its rows had been others: Efron's bootstrap.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace engine {

/// An estimate and its interval of 95 %: the 2.5 and the 97.5 percentile of its resamples.
struct Index {
  double value;
  double low;
  double high;
};

/// How often each row is taken.
using Counts = std::vector<std::uint32_t>;

/// As many rows as there are, drawn with replacement. Resample `number` of a seed is always the same.
Counts resample(std::size_t rows, std::uint64_t seed, std::uint32_t number);

/// The value below which a share `p` of the values lies, interpolated between neighbours (type 7 of Hyndman
/// and Fan 1996, as NumPy has it). NaN if there are none.
double percentile(std::vector<double> values, double p);

/// What `estimate` makes of all rows, each taken once, and of `resamples` resamples. Resamples in which a
/// value is not defined are left out of its interval; a value that is NaN has the interval NaN, and so have
/// all without resamples. Efron and Tibshirani (1993), "An Introduction to the Bootstrap", chapter 13.
std::vector<Index> with_intervals(std::size_t rows, int resamples, std::uint64_t seed,
                                  const std::function<std::vector<double>(const Counts &)> &estimate);

} // namespace engine
