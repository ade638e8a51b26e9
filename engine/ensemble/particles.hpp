// SPDX-License-Identifier: Apache-2.0
#pragma once

// Trajectories that stop after each month, so that a caller may choose which of them go on, and how often:
// the particles of a particle filter. Without a choice they are the trajectories of an ensemble, bit for bit.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/conditions/condition.hpp"
#include "engine/model/model.hpp"

namespace engine {

class Particles {
public:
  struct Values {
    std::vector<std::size_t> parameters; // by their places in the model
    const float *values;
  };

  /// The conditions, under any of which the particles may go on, are of one model, of equally many months,
  /// and draw the same parameters; the first one opens. Throws InputError where they do not, or where one
  /// decides by a rule, whose memory no particle holds.
  Particles(const Model &model, const std::vector<Condition> &conditions, std::uint64_t seed,
            std::uint64_t first, std::size_t count, int threads, const Values &instead);

  const Model &model() const;
  std::size_t count() const { return count_; }
  /// That comes next, from 0.
  int month() const { return month_; }
  /// Parameters that are drawn, by their places in the model.
  const std::vector<std::size_t> &drawn() const;
  /// Of each particle: values[drawn parameter][particle].
  void parameters(float *values);
  /// From now on the particles have these values. Throws InputError if one is of a parameter that is not
  /// drawn.
  void set(const Values &values);

  /// Plays a month under one of the conditions. Fills log_likelihood[particle], of what the condition gives
  /// for this month, and values[series][particle].
  void play(std::size_t condition, const std::vector<std::size_t> &series, float *log_likelihood,
            float *values);

  /// Takes the last month back. Throws InputError where particles were chosen since, or none was played.
  void undo();

  /// Leaves the chosen particles, in this order; one may be chosen often. Each goes on with the chance of its
  /// new place. Throws InputError if there is no such particle.
  void keep(const std::int64_t *chosen, std::size_t count);

private:
  struct Scenarios;

  void open(const Values &instead);
  std::size_t rows() const; // of a snapshot
  /// The block of a particle, of this month or the one before.
  Snapshot block_of(std::vector<float> &values, std::size_t place) const;
  float *column(std::vector<float> &values, std::size_t place) const;

  std::shared_ptr<const Scenarios> scenarios_; // shared by copies
  std::uint64_t seed_;
  std::uint64_t first_;
  std::size_t count_;
  int threads_;
  int month_ = 0;
  std::vector<float> values_;
  std::vector<float> before_; // the month; room for the next one where it is none
  bool can_undo_ = false;
};

} // namespace engine
