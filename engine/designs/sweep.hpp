// SPDX-License-Identifier: Apache-2.0
#pragma once

// A sweep, as its file declares it: conditions to start from, what varies, and by which design.

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "engine/conditions/condition.hpp"
#include "engine/conditions/laws.hpp"

namespace engine {

/// How the points of a sweep are chosen: all combinations, one after the other, or by a sampling design.
enum class DesignKind { grid, list, latin_hypercube, sobol, saltelli, morris };

/// Whether the points of a sweep see the same chance, trajectory by trajectory.
enum class Pairing { common, independent };

/// One thing that a variable may be set to.
struct Level {
  std::string label;                                        // as it is told
  double number = std::numeric_limits<double>::quiet_NaN(); // NaN if it is none
  Setting setting = {};                                     // of a parameter
  std::size_t condition = 0;                                // place among the sweep's conditions
  std::optional<Month> month = std::nullopt;                // of an event; none: it is not given
};

/// One thing that varies: a parameter, the condition that a point starts from, or the month of an event.
struct Variable {
  enum class Kind { parameter, condition, event };
  Kind kind = Kind::parameter;
  std::string name;               // of the parameter or event, or the word condition
  std::size_t place = 0;          // of the parameter or event among the model's
  std::string written_at;         // where the file names it
  std::vector<Level> levels = {}; // those listed; empty if it has a law
  std::optional<Distribution> law = std::nullopt;
  Bounds bounds = {};
  bool is_open = false; // it leaves alone the conditions that set the parameter
};

/// Another axis must stand at this level.
struct When {
  std::size_t axis = 0;
  std::size_t variable = 0; // of that axis
  std::string label;
};

/// Variables that vary together. Where `when` does not hold they are left as the condition has them.
struct SweepAxis {
  std::vector<Variable> together;
  std::optional<When> when = std::nullopt;
};

struct Sweep {
  std::string name;
  std::string summary;
  std::string text; // of the file
  DesignKind design = DesignKind::grid;
  Pairing chance = Pairing::common;
  std::uint64_t seed = 0;
  std::uint64_t trajectories = 0;    // of each point
  std::uint64_t per_state = 1;       // trajectories that draw the same parameters
  bool names_seed = false;           // itself: it does not take its condition's
  bool names_trajectories = false;   // itself: it does not take the usual number
  std::size_t size = 0;              // points, points of the base, or paths, as the design counts
  bool second_order = true;          // saltelli
  int levels = 4;                    // morris
  std::vector<Condition> conditions; // the reference first
  std::vector<SweepAxis> axes;
  std::vector<std::string> outcomes; // shown first; empty: those of the model
};

/// What a file calls the designs, in the order of their enumeration.
const std::vector<std::string> &design_names();
inline std::string text_of(DesignKind kind) { return design_names()[static_cast<std::size_t>(kind)]; }
inline std::string text_of(Pairing chance) { return chance == Pairing::common ? "common" : "independent"; }

/// Whether its points are places of the unit cube, not combinations of listed values.
inline bool is_sampled(DesignKind kind) { return kind != DesignKind::grid && kind != DesignKind::list; }

} // namespace engine
