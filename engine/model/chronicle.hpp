#pragma once

// One trajectory retold: every decision with the utilities behind it, every chance with its probability.

#include <string>
#include <string_view>
#include <vector>

#include "engine/model/turn.hpp"

namespace engine {

/// An agent chose from its menu.
struct Decision {
  int month;
  std::string agent;
  std::string decision;
  std::vector<std::string> options;
  std::vector<double> utility;
  std::vector<double> probability; // 0: not allowed
  std::size_t chosen;
};

/// Something could have happened, and did or did not.
struct Incident {
  int month;
  std::string agent;
  std::string event;
  double probability;
  bool happened;
};

struct Chronicle {
  std::vector<Decision> decisions;
  std::vector<Incident> incidents;
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
    Decision decision{
        month, std::string(menu.agent), std::string(menu.decision), split_labels(menu.options), {}, {}, 0};
    for (std::size_t option = 0; option < options; ++option) {
      decision.utility.push_back(utility[option][lane]);
      decision.probability.push_back(choice.probability(option)[lane]);
      if (choice.is[option][lane]) decision.chosen = option;
    }
    chronicle.decisions.push_back(decision);
  }

  template <class Real> void saw(const Chance &chance, Real probability, Truth<Real> happened) {
    chronicle.incidents.push_back(
        {month, std::string(chance.agent), std::string(chance.event), probability[lane], happened[lane]});
  }
};

} // namespace engine
