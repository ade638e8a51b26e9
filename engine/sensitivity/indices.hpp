// SPDX-License-Identifier: Apache-2.0
#pragma once

// What the values at the points of a design say about its factors: which of them matter, alone and together.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/designs/unit_designs.hpp"
#include "engine/sensitivity/bootstrap.hpp"

namespace engine {

/// Shares of the variance over the unit cube, one a factor.
struct SobolIndices {
  std::vector<Index> first;  // explained by the factor alone
  std::vector<Index> total;  // left if only the factor were unknown: alone and together with others
  std::vector<Index> second; // of the pairs (0, 1), (0, 2) ... (1, 2) ...: explained only by both together;
                             // empty without second order
};

/// From the values at the points of a `saltelli_design`, in its order. The estimators are SALib's: first
/// order after Saltelli et al. (2010), Computer Physics Communications 181, table 2 (b); total after Jansen
/// (1999), same table (f); second order after Saltelli (2002), same journal 145. The estimate of a first or
/// second index near 0 may lie below it. Intervals resample base rows, which they take for independent: of a
/// Sobol' sequence they are mostly wider than the errors are.
///
/// All are NaN if a value is (undefined at some point) or if A and B together have no variance.
/// Throws std::invalid_argument if the values are not those of such a design.
SobolIndices sobol_indices(std::span<const double> values, std::size_t factors, bool second_order,
                           int resamples, std::uint64_t seed);

/// Differences of the value per unit of a factor's unit interval, over the paths of a Morris design: one each
/// a factor. In the unit of the value.
struct ElementaryEffects {
  std::vector<Index> mean;
  std::vector<Index> mean_absolute; // Campolongo, Cariboni and Saltelli (2007): how much the factor matters
  std::vector<Index> deviation;     // n - 1: how much that depends on where, by curvature or by other factors
};

/// From the values at the points of a `morris_design`, by the estimators of Morris (1991) and, in the middle,
/// of Campolongo et al. Intervals resample paths. A factor has NaN if a value is undefined before or after
/// one of its moves, and no deviation in a single path. Throws std::invalid_argument if there is not one
/// value a point, or a path does not move each factor once.
ElementaryEffects elementary_effects(const UnitDesign &design, std::span<const double> values, int resamples,
                                     std::uint64_t seed);

/// How the variance of an outcome over points and trajectories splits: Var(Y) = Var(E(Y | point)) +
/// E(Var(Y | point)), points being equally likely.
struct VarianceShares {
  double mean;    // over points
  double between; // variance of the points' means (n - 1): what the parameters explain, and noise
  double within;  // mean over points of the variance of one trajectory: what chance explains
  double noise;   // mean over points of the squared standard error of a point's mean
};

/// From the mean, the variance (n - 1) of a single trajectory and the number of trajectories of each point.
///
/// The parameters explain `between`, less what the sampling of trajectories adds to it. If points see
/// independent chance that is, on average, just `noise`: `between - noise` is unbiased, though it may be
/// below 0. If they see common chance, their means err alike, and what is added is smaller by the mean
/// covariance of two points' errors: the truth lies between `between - noise` and `between`.
///
/// NaN where a point is: all but `within` without a mean, `within` and `noise` without a variance; `between`
/// of a single point. Throws std::invalid_argument without points or if the sizes differ.
VarianceShares variance_shares(std::span<const double> means, std::span<const double> variances,
                               std::span<const std::uint64_t> trajectories);

} // namespace engine
