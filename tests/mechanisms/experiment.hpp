// SPDX-License-Identifier: Apache-2.0
#pragma once

// Paired experiments: the same trajectories, under the same chance, with one thing changed from A to B.

#include <cstdint>
#include <string>
#include <vector>

#include "tests/mechanisms/mechanism.hpp"

namespace mechanisms {

/// How an outcome differs between B and A, over the trajectories in which both define it.
struct Effect {
  std::size_t outcome = 0;
  double mean_from = 0.0;
  double mean_to = 0.0;
  double lowest = 0.0; // under A or B
  double highest = 0.0;
  double difference = 0.0;     // mean of B - A
  double standard_error = 0.0; // of that mean, paired
  bool equal = false;          // bit for bit, in every trajectory
};

/// Something that was asked of an experiment, and whether it held.
struct Check {
  std::string text; // "sign +, at least 0.18, five standard errors"
  bool met = false;
};

/// An outcome of an experiment, and what was expected of it.
struct Finding {
  Effect effect;
  Expectation expectation;
  bool met = false; // also where nothing was asked
};

struct ExperimentResult {
  std::vector<Finding> findings;
  std::vector<Check> further;    // always, at_least_times
  std::vector<Effect> knock_out; // of the outcomes that it names
  std::vector<Check> knocked_out;
  bool met() const;
};

struct MechanismResult {
  std::vector<ExperimentResult> experiments; // one an experiment
  bool met() const;
};

/// What all experiments are run with.
struct Laboratory {
  const engine::Model &model;
  std::uint64_t trajectories = 60'000;
  std::uint64_t seed = 20250201;
  int months = 48;
};

/// Effects on some outcomes of a change of settings.
struct Change {
  Settings from;
  Settings to;
};
std::vector<Effect> effects_of(const Laboratory &laboratory, const Change &change,
                               const std::vector<std::size_t> &outcomes);

/// The change that an experiment makes, and the one that its knock-out makes.
Change change_of(const Experiment &experiment);
Change knocked_out_change_of(const Experiment &experiment);

/// The same experiments in a world in which one coefficient has the other sign, wherever it is set.
Mechanism with_flipped_sign(const engine::Model &model, Mechanism mechanism, std::size_t parameter);

/// Runs every experiment of a mechanism, and its knock-outs.
/// With as many trajectories as the mechanism asks for, and no more than the laboratory has.
MechanismResult examine(const Laboratory &all, const Mechanism &mechanism);

} // namespace mechanisms
