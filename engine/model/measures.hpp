// SPDX-License-Identifier: Apache-2.0
#pragma once

// What a model measures of a trajectory, each outcome in one place: `measure(at, region)` says how a month's
// value is gathered and what the outcome is called. It runs before the first month, after each month, and
// once at the end, when outcomes are told; the compiler drops whatever a stage does not need.

#include <array>
#include <cstddef>
#include <limits>

#include "engine/lanes/functions.hpp"
#include "engine/model/declarations.hpp"

namespace engine {

enum class Stage {
  counting, // how many places are asked for
  opening,
  month,
  end
};

/// The hands of `measure` at one stage. What is gathered lies in the places of an array, in the order in
/// which `measure` asks for them; so it must ask for the same ones at each stage.
/// `Kept` is const at the end, which changes nothing.
template <class Real, class Kept, Stage stage, class Visit> class Measures {
public:
  Measures(Kept *kept, int this_month, int all_months, Visit &visit)
      : month(this_month), months(all_months), kept_(kept), visit_(visit) {}

  const int month;  // 0 ... months - 1, at the end of which `region` is seen
  const int months; // of the trajectory; known at the end only

  /// The value of the first stage, then each month `step(value so far)`.
  template <class Step> Real folded(Real initial, const Step &step) {
    const std::size_t place = used_++;
    if constexpr (stage == Stage::counting) return initial;
    if constexpr (stage == Stage::opening) kept_[place] = initial;
    if constexpr (stage == Stage::month) kept_[place] = step(kept_[place]);
    return kept_[place];
  }

  /// Gathered without being an outcome itself.
  Real sum(Real value) {
    return folded(Real(0.0), [&](Real so_far) { return so_far + value; });
  }
  Real sum_of_first(int first_months, Real value) {
    return folded(Real(0.0), [&](Real so_far) { return month < first_months ? so_far + value : so_far; });
  }
  Real largest(Real value) {
    return folded(Real(0.0), [&](Real so_far) { return larger(so_far, value); });
  }
  Real smallest(Real value, double above) {
    return folded(Real(above), [&](Real so_far) { return smaller(so_far, value); });
  }
  /// Last month's value; 0 in the first.
  Real previous(Real value) {
    Real before(0.0);
    folded(Real(0.0), [&](Real so_far) {
      before = so_far;
      return value;
    });
    return before;
  }
  /// The month in which it was first so; `not_yet` before.
  Real first_month(Truth<Real> when, double not_yet) {
    return folded(Real(not_yet),
                  [&](Real so_far) { return select(when && so_far == Real(not_yet), Real(month), so_far); });
  }

  /// An outcome as it stands at the end.
  void last(Real value, OutcomeText text) {
    if (text.definition.empty()) text.definition = "at the horizon";
    tell(value, text);
  }
  Real sum(Real value, OutcomeText text) {
    const Real total = sum(value);
    text.kind = Kind::count;
    if (text.definition.empty()) text.definition = "sum over months";
    tell(total, text);
    return total;
  }
  Real mean(Real value, OutcomeText text) {
    const Real average = mean_of(sum(value));
    if (text.definition.empty()) text.definition = "mean over months";
    tell(average, text);
    return average;
  }
  Real largest(Real value, OutcomeText text) {
    const Real found = largest(value);
    if (text.definition.empty()) text.definition = "maximum over months";
    tell(found, text);
    return found;
  }
  /// Whether it was ever so: `ever` is a truth about what was gathered.
  void ever(Truth<Real> ever, OutcomeText text) {
    text.kind = Kind::binary;
    if (text.definition.empty()) text.definition = "within the horizon";
    tell(indicator(ever), text);
  }
  /// The month of a first event; the number of months if it never came.
  void time(Real month_of_first, OutcomeText text) {
    text.kind = Kind::time;
    text.highest = 0;
    text.unit = "month";
    tell(smaller(month_of_first, Real(months)), text);
  }

  /// Any outcome, with all that its text says.
  void tell(Real value, const OutcomeText &text) {
    if constexpr (stage == Stage::end) visit_(text, value);
  }

  std::size_t used() const { return used_; }

  Real mean_of(Real sum) const { return sum * (1.0 / months); }

  static Real undefined() { return Real(std::numeric_limits<double>::quiet_NaN()); }
  /// Undefined where the denominator is 0.
  static Real ratio(Real numerator, Real denominator) {
    return select(denominator > Real(0.0), numerator / denominator, undefined());
  }

private:
  Kept *kept_;
  std::size_t used_ = 0;
  Visit &visit_;
};

/// The outcomes of a model whose `Measured` says in `measure` what it measures.
template <class Real, class Measured> class Gathered {
  using Region = typename Measured::Region;
  static constexpr auto nobody = [](const OutcomeText &, Real) {};

public:
  /// How many values there is room for; `collect_declarations` sees to it that they suffice.
  static constexpr std::size_t most_places = 128;
  static std::size_t places(const Region &region) {
    return run<Stage::counting, Real>(nullptr, region, 0, 1, nobody);
  }

  void open(const Region &region) { run<Stage::opening>(kept_.data(), region, 0, 1, nobody); }

  void observe(const Region &region, int month) { run<Stage::month>(kept_.data(), region, month, 1, nobody); }

  template <class Visit> void tell(Visit &&visit, const Region &region, int months) const {
    run<Stage::end>(kept_.data(), region, months - 1, months, visit);
  }

private:
  template <Stage stage, class Kept, class Visit>
  static std::size_t run(Kept *kept, const Region &region, int month, int months, Visit &visit) {
    Measures<Real, Kept, stage, Visit> at(kept, month, months, visit);
    Measured::measure(at, region);
    return at.used();
  }

  std::array<Real, most_places> kept_;
};

} // namespace engine
