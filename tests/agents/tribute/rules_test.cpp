// SPDX-License-Identifier: Apache-2.0
// The rules of docs/tribute.md, one by one: cases worked out by hand, then each switch.

#include <initializer_list>

#include <doctest/doctest.h>

#include "engine/lanes/lanes.hpp"
#include "tests/agents/tribute/histories.hpp"

namespace {

using test::tribute::Arranged;
using test::tribute::Overrides;
using test::tribute::Population;

using Real = engine::Lanes<double, 2>; // no kernel has these

/// A population in which nobody is worth attacking, but for what a case says. Actors are numbered from 1, as
/// on paper.
class Case {
public:
  explicit Case(Overrides overrides = {}) : overrides_(std::move(overrides)) {
    overrides_.insert(overrides_.end(), {{"activation.count", 1}, {"wealth.harvest", 0}});
    region_ = world().opening(engine::Draws<Real>(1, 0, engine::before_the_first_step));
    region_.wealth.fill(Real(10000.0));
  }

  Case &wealth(int actor, double wealth) {
    region_.wealth[index(actor)] = Real(wealth);
    return *this;
  }
  Case &commitment(int one, int other, double percent) {
    region_.commitment[index(one)][index(other)] = Real(percent);
    region_.commitment[index(other)][index(one)] = Real(percent);
    return *this;
  }
  /// One actor is active; a coin and the draw of a target fall as told.
  Case &active(int actor, double target = 0.5, double coin = 0.5) {
    auto year = Arranged<Real>::with({actor - 1});
    year.chance[1].fill(Real(target));
    year.chance[2].fill(Real(coin));
    world().play(region_, year);
    return *this;
  }

  double wealth(int actor) const { return now().wealth[index(actor)]; }
  double commitment(int one, int other) const { return now().commitment[index(one)][index(other)]; }
  bool fought() const { return region_.fights[0] == 1.0; }
  bool paid() const { return region_.payments[0] == 1.0; }
  bool idle() const { return region_.idle[0] == 1.0; }

private:
  static std::size_t index(int actor) { return static_cast<std::size_t>(actor - 1); }
  tribute::World<Real> world() const { return test::tribute::world_with<Real>(overrides_); }
  Population now() const { return test::tribute::population(region_); }

  Overrides overrides_;
  tribute::Region<Real> region_;
};

TEST_CASE("tribute: two alone fight where that costs the target less than paying") {
  Case two;
  two.wealth(1, 400).wealth(2, 300).active(1);
  CHECK(two.fought());
  CHECK(two.wealth(2) == 200); // 0.25 x 400 destroyed
  CHECK(two.wealth(1) == 325); // 0.25 x 300
  CHECK(two.commitment(1, 2) == 0);
  CHECK(two.commitment(2, 1) == 0);
}

TEST_CASE("tribute: a poor target pays all it has, equality included, and both grow committed") {
  Case two;
  two.wealth(1, 400).wealth(2, 80).active(1);
  CHECK(two.paid());
  CHECK(two.wealth(1) == 480);
  CHECK(two.wealth(2) == 0);
  CHECK(two.commitment(1, 2) == 10);
  CHECK(two.commitment(2, 1) == 10);
  CHECK(two.commitment(2, 3) == 0);
}

TEST_CASE("tribute: an actor between joins the side that it is more committed to, and shares in the damage") {
  Case three;
  three.wealth(5, 600).wealth(6, 500).wealth(7, 400).commitment(6, 5, 30).commitment(6, 7, 10).active(5);
  CHECK(three.fought());
  CHECK(three.wealth(5) == 520);
  CHECK(three.wealth(6) == 480);
  CHECK(three.wealth(7) == 212.5);
  CHECK(three.commitment(5, 6) == 40);
  CHECK(three.commitment(6, 5) == 40);
  CHECK(three.commitment(6, 7) == 0);
  CHECK(three.commitment(7, 6) == 0);
  CHECK(three.commitment(5, 7) == 0);
}

TEST_CASE("tribute: nobody behind an actor that does not join can be reached, unless contiguity is off") {
  Case reached({{"alliance.contiguity", 1}});
  CHECK(reached.wealth(1, 400).wealth(3, 80).active(1).paid());
  Case unreached;
  CHECK(unreached.wealth(1, 400).wealth(3, 80).active(1).idle());
  Case tied; // as committed to the target as to the attacker: it stays out, and in the way
  tied.wealth(1, 400).wealth(2, 500).wealth(3, 80).commitment(1, 2, 10).commitment(2, 3, 10).active(1);
  CHECK(tied.idle());
}

TEST_CASE("tribute: both sides extend outwards, up to the first that does not join") {
  Case sides;
  sides.wealth(1, 4000).wealth(2, 500).wealth(3, 300).wealth(4, 200).wealth(10, 1000).wealth(9, 1000);
  sides.commitment(2, 3, 50).commitment(2, 4, 50); // 3 helps the target; 4 prefers it too
  sides.commitment(2, 6, 50);                      // 6 would help too, but 5 stands between
  sides.commitment(1, 10, 100);                    // 10 helps the attacker; 9 does not
  sides.active(1);
  // W_att = 4000 + 1000, W_def = 500 + 150 + 100; cost 0.25 x 5000 x 500 / 750, beyond what is asked.
  CHECK(sides.paid());
  CHECK(sides.wealth(1) == 4250);
  CHECK(sides.wealth(2) == 250);
}

TEST_CASE("tribute: the first of equal targets is taken, the left one before the right one") {
  Case twins;
  twins.wealth(1, 400).wealth(10, 80).wealth(2, 80).active(1);
  CHECK(twins.wealth(10) == 0);
  CHECK(twins.wealth(2) == 80);
}

TEST_CASE("tribute: A2 weighs what can be had, A1 and vulnerability alone do not") {
  const auto asked = [](double rule) {
    Case choice({{"demand.rule", rule}, {"response.rule", 1}});
    choice.wealth(1, 1000).wealth(2, 300).wealth(10, 20).active(1);
    return choice.wealth(2) < 300 ? 2 : 10;
  };
  CHECK(asked(1) == 2);  // 250 x 0.70 against 20 x 0.98
  CHECK(asked(0) == 10); // 700 against 980
  CHECK(asked(4) == 10); // 0.70 against 0.98
}

TEST_CASE("tribute: A3 demands only of who is expected to pay") {
  Case expects({{"demand.rule", 2}});
  expects.wealth(1, 1200).wealth(2, 300).wealth(10, 700).active(1);
  CHECK(expects.paid()); // of 2: 0.25 x 1200 = 300 > 250; of 10 likewise, but it is less vulnerable
  CHECK(expects.wealth(2) == 50);
  Case nobody({{"demand.rule", 2}});
  CHECK(nobody.wealth(1, 400).wealth(2, 300).active(1).idle());
}

TEST_CASE("tribute: A4 draws among all that can be reached, worth it or not") {
  const auto asked = [](double u) {
    Case draws({{"demand.rule", 3}, {"response.rule", 1}});
    draws.wealth(1, 100).active(1, u);
    return draws.wealth(10) < 10000 ? 10 : draws.wealth(2) < 10000 ? 2 : 0;
  };
  CHECK(asked(0.49) == 10);
  CHECK(asked(0.51) == 2);
}

TEST_CASE("tribute: rules of response differ where paying and fighting cost the same, or nearly") {
  const auto pays = [](double rule, double attacker, double target, double coin = 0.5) {
    Case two({{"response.rule", rule}});
    return two.wealth(1, attacker).wealth(2, target).active(1, 0.5, coin).paid();
  };
  CHECK_FALSE(pays(0, 4000, 300)); // B1 never
  CHECK(pays(1, 400, 300));        // B2 always
  CHECK_FALSE(pays(2, 1000, 300)); // B3: 250 against 250
  CHECK(pays(2, 1001, 300));
  CHECK(pays(3, 1000, 300)); // B4
  CHECK_FALSE(pays(3, 999, 300));
  CHECK_FALSE(pays(4, 1499, 5000 / 4.0)); // B5: 374.75 against 375
  CHECK(pays(4, 1501, 5000 / 4.0));
  CHECK(pays(5, 400, 300, 0.49)); // B6
  CHECK_FALSE(pays(5, 400, 300, 0.51));
  CHECK(pays(3, 400, 80)); // 80 against 80; with the full demand in mind, 80 against 250
  CHECK_FALSE(pays(6, 400, 80));
}

TEST_CASE("tribute: a lone target that can pay in full pays from 1000 of the attacker's wealth on") {
  for (const double target : {250.0, 500.0, 900.0}) {
    CHECK_FALSE(Case().wealth(1, 999.9).wealth(2, target).active(1).paid());
    CHECK(Case().wealth(1, 1000).wealth(2, target).active(1).paid());
  }
}

TEST_CASE("tribute: who has nothing attacks nobody, and who has nothing is not worth attacking") {
  CHECK(Case().wealth(1, 0).wealth(2, 0).active(1).idle());
  CHECK(Case().wealth(1, 400).wealth(2, 0).active(1).idle());
  Case driven({{"demand.rule", 3}, {"response.rule", 0}}); // a fight of nothing against nothing
  driven.wealth(1, 0).wealth(2, 0).wealth(10, 0).active(1);
  CHECK(driven.fought());
  CHECK(driven.wealth(1) == 0);
}

TEST_CASE("tribute: with replacement an actor may be active thrice, without it only once") {
  const auto payments = [](double reading) {
    const Overrides overrides{{"activation.replacement", reading}, {"response.rule", 1}};
    const auto world = test::tribute::world_with<Real>(overrides);
    auto region = world.opening(engine::Draws<Real>(1, 0, engine::before_the_first_step));
    region.wealth.fill(Real(100.0));
    region.wealth[0] = Real(400.0);
    auto year = Arranged<Real>::with({0, 0, 0});
    world.play(region, year);
    return region.payments[0];
  };
  CHECK(payments(0) == 3); // only the rich one finds a target
  CHECK(payments(1) == 1);
}

TEST_CASE("tribute: commitments open as the option says") {
  const auto opened = [](double option) {
    const auto world = test::tribute::world_with<Real>({{"commitment.initial", option}});
    return test::tribute::population(
        world.opening(engine::Draws<Real>(test::tribute::seed, 7, engine::before_the_first_step)));
  };
  const auto total = [](const Population &population) {
    double sum = 0.0;
    for (const auto &row : population.commitment)
      for (const double commitment : row) sum += commitment;
    return sum;
  };
  CHECK(total(opened(0)) == 1000);
  CHECK(total(opened(2)) == 1020);
  CHECK(opened(2).commitment[3][4] == 10);
  CHECK(opened(2).commitment[4][3] == 10);
  CHECK(total(opened(3)) == 1020);
  CHECK(opened(3).commitment[2][4] == 10);
  const Population random = opened(1);
  bool is_symmetric = true;
  for (std::size_t k = 0; k < 10; ++k) {
    CHECK(random.commitment[k][k] == 100);
    for (std::size_t l = 0; l < 10; ++l) {
      CHECK(static_cast<int>(random.commitment[k][l]) % 10 == 0);
      is_symmetric = is_symmetric && random.commitment[k][l] == random.commitment[l][k];
    }
  }
  CHECK_FALSE(is_symmetric);
  CHECK(total(random) > 3000); // 1000 + 90 x 50 on the average, with a deviation of 300
  CHECK(total(random) < 8000);
}

} // namespace
