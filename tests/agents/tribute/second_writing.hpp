// SPDX-License-Identifier: Apache-2.0
#pragma once

// The tribute model written a second time, from docs/tribute.md alone: one population, number by number, with
// loops that stop and branches that branch. Sums are taken in the order in which the rules name their terms,
// so that equal precision rounds equally.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace test::tribute {

template <class Number> class SecondWriting {
public:
  struct Rules {
    int demand = 1;   // 0 A1 ... 3 A4, 4 vulnerability alone
    int response = 3; // 0 B1 ... 5 B6, 6 full demand
    bool contiguous = true;
    bool replacement = true;
    int activations = 3;
    Number tribute = 250;
    Number destructiveness = static_cast<Number>(0.25);
    Number harvest = 20;
    Number increment = 10;
    Number toughness = static_cast<Number>(1.5);
  };

  std::array<Number, 10> W{};
  std::array<std::array<Number, 10>, 10> L{};
  int fights = 0, payments = 0, idle = 0;

  explicit SecondWriting(const Rules &rules) : rules_(rules) {
    for (std::size_t k = 0; k < 10; ++k) L[k][k] = 100;
  }

  /// The uniforms of a year: who is active, which target is drawn, what a coin says.
  void year(const std::array<std::array<Number, 4>, 3> &u) {
    std::vector<int> open{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    for (int activation = 0; activation < rules_.activations; ++activation) {
      const auto a = static_cast<std::size_t>(activation);
      const auto drawn = static_cast<std::size_t>(u[0][a] * static_cast<Number>(open.size()));
      const int active = open[drawn];
      if (!rules_.replacement) open.erase(open.begin() + static_cast<std::ptrdiff_t>(drawn));
      activate(active, u[1][a], u[2][a]);
    }
    for (Number &wealth : W) wealth += rules_.harvest;
  }

private:
  struct Side {
    int leader;
    std::vector<int> members{leader}; // of the alliance
    Number strength;
  };
  struct Attack {
    int target;
    Side attackers, defenders;
  };

  static int at(int number) { return ((number % 10) + 10) % 10; }
  Number &wealth(int k) { return W[static_cast<std::size_t>(k)]; }
  Number &commitment(int k, int l) { return L[static_cast<std::size_t>(k)][static_cast<std::size_t>(l)]; }
  Number stake(int k, int leader) { return commitment(k, leader) / 100 * wealth(k); }
  bool prefers(int k, int one, int other) { return commitment(k, one) > commitment(k, other); }
  void join(Side &side, int k) {
    side.members.push_back(k);
    side.strength += stake(k, side.leader);
  }

  /// Who would stand where; nothing if the target cannot be reached.
  std::optional<Attack> sides(int i, int direction, int distance) {
    const int j = at(i + direction * distance);
    Attack attack{j, {i, {i}, wealth(i)}, {j, {j}, wealth(j)}};
    for (int step = 1; step < distance; ++step) {
      const int k = at(i + direction * step);
      if (prefers(k, i, j))
        join(attack.attackers, k);
      else if (rules_.contiguous)
        return std::nullopt;
      else if (prefers(k, j, i))
        join(attack.defenders, k);
    }
    for (int step = distance + 1; step < 10; ++step) {
      const int k = at(i + direction * step);
      if (prefers(k, j, i))
        join(attack.defenders, k);
      else if (rules_.contiguous)
        break;
    }
    for (int step = 9; step > distance; --step) {
      const int k = at(i + direction * step);
      if (prefers(k, i, j))
        join(attack.attackers, k);
      else if (rules_.contiguous)
        break;
    }
    return attack;
  }

  Number payment(int j) { return std::min(rules_.tribute, wealth(j)); }
  Number cost(const Attack &attack) {
    const Number own = wealth(attack.target);
    if (attack.defenders.strength == 0) return 0;
    return std::min(rules_.destructiveness * attack.attackers.strength * (own / attack.defenders.strength),
                    own);
  }

  Number value(const Attack &attack) {
    const Number a = attack.attackers.strength;
    const Number d = attack.defenders.strength;
    const Number vulnerability = a == 0 ? -1 : (a - d) / a;
    switch (rules_.demand) {
    case 0:
      return a - d;
    case 2:
      return payment(attack.target) < cost(attack) ? payment(attack.target) * vulnerability : 0;
    case 4:
      return vulnerability;
    default:
      return payment(attack.target) * vulnerability;
    }
  }

  /// All that can be reached from i, left before right, near before far. Beyond who is not committed to i
  /// the search goes no further (a rule of its own in the program; here it must make no difference).
  std::vector<Attack> reachable(int i) {
    std::vector<Attack> found;
    for (const int direction : {-1, 1}) {
      for (int distance = 1; distance < 10; ++distance) {
        if (auto attack = sides(i, direction, distance)) found.push_back(*attack);
        if (rules_.contiguous && commitment(at(i + direction * distance), i) == 0) break;
      }
    }
    return found;
  }

  void activate(int i, Number target_draw, Number coin) {
    const std::vector<Attack> all = reachable(i);
    const Attack *chosen = nullptr;
    if (rules_.demand == 3 && !all.empty()) {
      chosen = &all[static_cast<std::size_t>(target_draw * static_cast<Number>(all.size()))];
    } else {
      Number best = 0;
      for (const Attack &attack : all) {
        if (!(value(attack) > best)) continue;
        best = value(attack);
        chosen = &attack;
      }
    }
    if (chosen == nullptr) {
      ++idle;
    } else if (pays(*chosen, coin)) {
      pay(i, chosen->target);
    } else {
      fight(*chosen);
    }
  }

  bool pays(const Attack &attack, Number coin) {
    const Number price = payment(attack.target);
    switch (rules_.response) {
    case 0:
      return false;
    case 1:
      return true;
    case 2:
      return cost(attack) > price;
    case 4:
      return cost(attack) > rules_.toughness * price;
    case 5:
      return coin < static_cast<Number>(0.5);
    case 6:
      return cost(attack) >= rules_.tribute;
    default:
      return cost(attack) >= price;
    }
  }

  void move_commitment(int k, int l, Number by) {
    if (k == l) return;
    commitment(k, l) = std::clamp(commitment(k, l) + by, Number(0), Number(100));
  }

  void pay(int i, int j) {
    const Number price = payment(j);
    wealth(i) += price;
    wealth(j) -= price;
    move_commitment(i, j, rules_.increment);
    move_commitment(j, i, rules_.increment);
    ++payments;
  }

  void suffer(const Side &side, Number damage) {
    for (const int k : side.members) {
      const Number own = k == side.leader ? wealth(k) : stake(k, side.leader);
      if (side.strength > 0) wealth(k) -= std::min(damage * own / side.strength, own);
    }
  }

  void fight(const Attack &attack) {
    const Side &a = attack.attackers;
    const Side &d = attack.defenders;
    const Number by_attackers = std::min(rules_.destructiveness * a.strength, d.strength);
    const Number by_defenders = std::min(rules_.destructiveness * d.strength, a.strength);
    suffer(d, by_attackers);
    suffer(a, by_defenders);
    for (const Side *side : {&a, &d})
      for (const int k : side->members)
        for (const int l : side->members) move_commitment(k, l, rules_.increment);
    for (const int k : a.members)
      for (const int l : d.members) {
        move_commitment(k, l, -rules_.increment);
        move_commitment(l, k, -rules_.increment);
      }
    ++fights;
  }

  Rules rules_;
};

} // namespace test::tribute
