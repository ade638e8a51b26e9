// SPDX-License-Identifier: Apache-2.0
#pragma once

// A model as the rest of the engine sees it: its declarations as text, and its kernel as a function.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/model/declarations.hpp"
#include "engine/model/kinds.hpp"
#include "engine/model/scenario.hpp"

namespace engine {

struct Chronicle; // see chronicle.hpp

inline std::string text_of(Kind kind) { return std::string(text_of_kind(kind).name); }
inline std::string text_of(Role role) { return std::string(role_names[static_cast<std::size_t>(role)]); }
inline std::string text_of(Basis basis) { return std::string(basis_names[static_cast<std::size_t>(basis)]); }

struct Parameter {
  std::string name = {}; // "group.parameter"
  std::string symbol = {};
  double value = 0.0;
  Plausible plausible = {};
  Unit unit = unit::weight;
  std::string meaning = {};
  Basis basis = Basis::assumption;
  std::string source = {};
  Role role = Role::assumption;
  bool opens = false;                   // read before the first month alone
  std::vector<std::string> labels = {}; // of the values 0, 1, 2 ...; empty for ordinary numbers
};

struct Outcome {
  std::string name = {};
  std::string symbol = {};
  Kind kind = Kind::continuous;
  double lowest = 0.0;
  double highest = 1.0;
  std::string unit = {};
  std::string meaning = {};
  std::string definition = {};
  std::string source = {};
  std::vector<std::string> labels = {};
  bool bookkeeping = false;
};

struct Series {
  std::string name = {};
  std::string symbol = {};
  double lowest = 0.0;
  double highest = 1.0;
  std::string unit = {};
  std::string meaning = {};
  std::vector<std::string> labels = {};
  bool counted = false;

  /// Whether a month's value is a whole number that is counted as it is, not binned.
  bool discrete() const { return counted || !labels.empty(); }
};

struct Process {
  std::string name = {};
  std::vector<std::string> labels = {}; // of the values 0, 1, 2 ...; empty: a count
  double highest = 1.0;
  std::string meaning = {};
};

struct Event {
  std::string name = {};
  std::size_t process = 0;
  double value = 0.0;
  std::string meaning = {};
};

/// Where a condition can decide: a menu of an agent's, or a chance, which does not happen or does.
struct ChoicePoint {
  std::string name = {};                 // "agent.decision"
  std::string meaning = {};              // "Agent: what it decides"
  std::vector<std::string> options = {}; // as conditions write them; of a chance none
  bool is_chance() const { return options.empty(); }
};

/// The sum of these parameters may not exceed `highest`.
struct Constraint {
  std::vector<std::string> parameters = {};
  double highest = 1.0;
  std::string reason = {};
};

/// The compiled trajectories of a model for one instruction set.
struct Kernel {
  const char *instruction_set; // "x86-64-v4"
  int lanes;                   // of a register
  int at_once; // trajectories that `simulate` runs at a time: places of a tape are taken in such numbers
  void (*simulate)(const Scenario &, const Block &, const Tape &);
  /// Retells a block's first trajectory; `tape` holds the outcomes and series of it alone, at place 0.
  void (*retell)(const Scenario &, const Block &, Chronicle &, const Tape &);
  /// The values that a block's trajectories draw for their parameters: values[drawn][trajectory of the
  /// block], `stride` apart; a stride is a multiple of every lane count.
  void (*draw)(const Scenario &, const Block &, float *values, std::size_t stride);
  /// The values of a region in a snapshot.
  std::size_t region_size;
  /// A block's trajectories before the first month, with the drawn parameters that the snapshot holds
  /// already.
  void (*open)(const Scenario &, const Block &, const Snapshot &);
  /// A month of a block's trajectories, from a snapshot into another. The tape takes the recorded series of
  /// this one month. `log_likelihood`: of what is given, one a trajectory.
  void (*play)(const Scenario &, const Block &, int month, const Snapshot &before, const Snapshot &after,
               const Tape &, float *log_likelihood);
};

/// The kernel of a model for registers of so many lanes. The build compiles each for an instruction set of
/// its own.
template <template <class> class World, int lanes> Kernel kernel_of();

struct Model {
  std::string name = {};
  std::string summary;
  std::vector<Parameter> parameters;
  std::vector<Outcome> outcomes;
  std::vector<Series> series;
  std::vector<Event> events;
  std::vector<Process> processes;  // that conditions may give, and events set
  std::vector<ChoicePoint> points; // decisions, then chances
  std::vector<Constraint> constraints;
  std::vector<std::string> headline; // outcomes shown first
  bool counts_years = false;         // a step is a year, not a calendar month
  int most_months = 120;             // of a trajectory; or years
  std::vector<Kernel> kernels;       // best first; the last runs anywhere
};

/// Outcomes and series that are chosen, by their places in the model, in its order.
struct Wanted {
  std::vector<std::size_t> outcomes = {};
  std::vector<std::size_t> series = {};
};

/// The places of all that are declared: 0, 1, 2 ...
template <class Declared> std::vector<std::size_t> all_of(const std::vector<Declared> &declared) {
  std::vector<std::size_t> places(declared.size());
  for (std::size_t place = 0; place < places.size(); ++place) places[place] = place;
  return places;
}

/// Those at the given places.
template <class Declared>
std::vector<Declared> chosen(const std::vector<Declared> &declared, const std::vector<std::size_t> &places) {
  std::vector<Declared> found;
  found.reserve(places.size());
  for (const std::size_t place : places) found.push_back(declared[place]);
  return found;
}

} // namespace engine
