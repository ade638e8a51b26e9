// SPDX-License-Identifier: Apache-2.0
#pragma once

// Mechanisms as data: which claim each makes, and the paired experiments that show it at work or cut off.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/conditions/condition.hpp"
#include "engine/model/model.hpp"

namespace mechanisms {

/// A parameter's place in the model, and what it is set to.
using Settings = std::vector<std::pair<std::size_t, engine::Setting>>;

/// A bound on an effect, as a share of the growth of the same outcome under A from where it started.
struct ShareOfGrowth {
  double share;
  double start;
};

/// What must become of one outcome when an experiment goes from A to B.
struct Expectation {
  std::size_t outcome;
  std::optional<double> specified;       // the effect that the model's specification states
  std::optional<double> minimum;         // of its size; the effect must also be five standard errors
  int sign = 0;                          // +1, -1; 0 where none is asked
  bool must_not_rise = false;            // beyond five standard errors
  std::optional<ShareOfGrowth> at_least; // of the size
  std::optional<ShareOfGrowth> at_most;  // of the size
  bool asks_anything() const { return minimum || must_not_rise || at_least || at_most; }
};

/// An outcome's effect must be small.
struct Within {
  std::size_t outcome;
  double tolerance;
};

/// What closes the channel, and what is then left of the effect: nothing, in any trajectory, if `equal`.
struct KnockOut {
  std::string what;
  Settings set;
  std::optional<Settings> setting; // in place of the experiment's
  std::optional<Settings> from;
  std::optional<Settings> to;
  std::vector<std::size_t> equal;
  std::vector<Within> within;          // sizes of effects
  std::vector<Within> share_of_effect; // as shares of the experiment's own effects
};

/// The first effect must be several times that of another experiment of the mechanism.
struct Times {
  double factor;
  std::string of;
};

struct Experiment {
  std::string name;
  std::string what;
  std::string note;
  Settings setting; // of A and B
  Settings from;    // A
  Settings to;      // B
  std::vector<Expectation> expect;
  std::vector<std::pair<std::size_t, double>> always; // outcomes that have one value in every trajectory
  std::optional<Times> at_least_times;
  std::optional<KnockOut> knock_out;
};

struct Influence {
  std::string from;
  std::string to;
};

struct Mechanism {
  std::string id;
  std::string claim;
  std::string source;
  std::string carrier;
  std::string note;
  std::vector<Influence> influences;
  std::vector<std::string> equations;
  std::vector<std::string> code;
  std::vector<Experiment> experiments;
  std::optional<std::uint64_t> trajectories; // of its runs, at most
  bool is_coefficient = false;               // no claim of its own: the direction of one coefficient
  bool sign_is_convention = false;           // it scales a symmetric random number
};

/// Reads the mechanisms of a file. Throws engine::InputError, which names file, line and the nearest valid
/// name.
std::vector<Mechanism> read_mechanisms(const engine::Model &model, const std::string &path);

/// Reads the rows of coefficients: each goes from 0, or from what its row says, to its default.
std::vector<Mechanism> read_coefficients(const engine::Model &model, const std::string &path);

/// Mechanisms from text; `path` names it in messages.
std::vector<Mechanism> parse_mechanisms(const engine::Model &model, const std::string &text,
                                        const std::string &path);

} // namespace mechanisms
