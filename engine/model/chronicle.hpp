// SPDX-License-Identifier: Apache-2.0
#pragma once

// One trajectory retold: every decision with the utilities behind it, every chance with its probability.

#include <string>
#include <string_view>
#include <vector>

#include "engine/model/turn.hpp"

namespace engine {

/// An agent chose from its menu.
struct Decision {
  int month = 0;
  std::size_t order = 0; // among all that the chronicle tells
  std::string agent;
  std::string decision;
  std::vector<std::string> options;
  std::vector<double> utility;
  std::vector<double> probability; // 0: not allowed
  std::size_t chosen = 0;
};

/// Something could have happened, and did or did not.
struct Incident {
  int month = 0;
  std::size_t order = 0;
  std::string agent;
  std::string event;
  std::string otherwise; // told where it did not happen; empty if that is nothing to tell
  double probability = 0.0;
  bool happened = false;
};

/// Its functions live in a file of their own: what a kernel compiles for one processor must not be linked
/// into what others run.
struct Chronicle {
  std::vector<Decision> decisions;
  std::vector<Incident> incidents;

  /// `utility` and `probability` have one entry an option of the menu.
  void add(int month, const Menu &menu, const double *utility, const double *probability, std::size_t chosen);
  void add(int month, const Chance &chance, double probability, bool happened);
};

/// Splits "war|ceasefire|settlement".
std::vector<std::string> split_labels(std::string_view labels);

/// Writes down what happens in one lane.
struct ChronicleWitness {
  Chronicle &chronicle;
  int lane;
  int month = 0;

  void turn_to(int next_month) { month = next_month; }

  template <class Real, std::size_t options>
  void chose(const Menu &menu, const std::array<Real, options> &utility,
             const Choice<Real, options> &choice) {
    double utilities[options];     // NOLINT: std::array would share its functions between kernels
    double probabilities[options]; // NOLINT
    std::size_t chosen = 0;
    for (std::size_t option = 0; option < options; ++option) {
      utilities[option] = utility[option][lane];
      probabilities[option] = choice.probability(option)[lane];
      if (choice.is[option][lane]) chosen = option;
    }
    chronicle.add(month, menu, utilities, probabilities, chosen);
  }

  template <class Real> void saw(const Chance &chance, Real probability, Truth<Real> happened) {
    chronicle.add(month, chance, probability[lane], happened[lane]);
  }
};

} // namespace engine
