// SPDX-License-Identifier: Apache-2.0
#include "engine/results/summaries.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "engine/conditions/nearest_name.hpp"
#include "engine/errors.hpp"
#include "engine/model/kinds.hpp"
#include "engine/results/catalogue.hpp"

namespace engine {

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

double ratio(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? nothing : static_cast<double>(part) / static_cast<double>(whole);
}

void push_once(std::vector<std::size_t> &chosen, std::size_t index) {
  if (std::find(chosen.begin(), chosen.end(), index) == chosen.end()) chosen.push_back(index);
}

std::size_t condition_named(const Results &results, const std::string &name) {
  const auto names = names_of(results.conditions);
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end())
    throw InputError(
        fmt::format("there is no condition '{}' in these results{}", name, did_you_mean(name, names)));
  return static_cast<std::size_t>(found - names.begin());
}

std::vector<std::size_t> conditions_of(const Results &results, const Selection &selection) {
  std::vector<std::size_t> chosen;
  for (const auto &name : selection.conditions) push_once(chosen, condition_named(results, name));
  if (selection.conditions.empty())
    for (std::size_t index = 0; index < results.conditions.size(); ++index) chosen.push_back(index);
  return chosen;
}

enum class Bookkeeping { refuse, let_pass };

std::size_t outcome_named(const Results &results, const std::string &name,
                          Bookkeeping bookkeeping = Bookkeeping::refuse) {
  const auto found =
      std::find_if(results.outcomes.begin(), results.outcomes.end(), [&](const Outcome &outcome) {
        return outcome.name == name || (!outcome.symbol.empty() && outcome.symbol == name);
      });
  const auto &left_out = results.outcomes_left_out;
  if (found == results.outcomes.end() && std::find(left_out.begin(), left_out.end(), name) != left_out.end())
    throw InputError(fmt::format("'{}' was not counted: --outcomes left it out", name));
  if (found == results.outcomes.end())
    throw InputError(fmt::format("there is no outcome '{}' in these results{}", name,
                                 did_you_mean(name, names_of(results.outcomes))));
  if (bookkeeping == Bookkeeping::refuse && found->bookkeeping)
    throw InputError(fmt::format("'{}' is kept for bookkeeping only, and not shown", found->name));
  return static_cast<std::size_t>(found - results.outcomes.begin());
}

/// Those that are named; else the headline in its own order; else all that are not bookkeeping.
std::vector<std::size_t> outcomes_of(const Results &results, const Selection &selection) {
  std::vector<std::size_t> chosen;
  for (const auto &name : selection.outcomes) push_once(chosen, outcome_named(results, name));
  if (!selection.outcomes.empty()) return chosen;
  const bool all = selection.all_outcomes || results.headline.empty();
  for (const auto &name : all ? names_of(results.outcomes) : results.headline) {
    const std::size_t index = outcome_named(results, name, Bookkeeping::let_pass);
    if (!results.outcomes[index].bookkeeping) chosen.push_back(index);
  }
  return chosen;
}

std::vector<Lookup> lookups_of(const Results &results, const Selection &selection) {
  const Layout layout = results.layout();
  std::vector<Lookup> lookups;
  for (const std::size_t index : outcomes_of(results, selection))
    lookups.emplace_back(results.outcomes[index], layout, index);
  return lookups;
}

/// What does not depend on the kind of outcome.
Summary summary_of(const Lookup &lookup, const ConditionResult &condition, const Histogram &histogram) {
  Summary summary;
  summary.condition = condition.name;
  summary.outcome = lookup.outcome().name;
  summary.kind = lookup.outcome().kind;
  summary.unit = lookup.outcome().unit;
  summary.trajectories = histogram.defined();
  summary.undefined = ratio(histogram.undefined(), histogram.defined() + histogram.undefined());
  summary.clamped = lookup.clamped(condition.row);
  summary.beyond = lookup.beyond(condition.row);
  summary.standard_deviation = nothing;
  summary.quantiles.fill(nothing);
  return summary;
}

void add_labels(const Summary &common, const Outcome &outcome, const Histogram &histogram,
                std::vector<Summary> &summaries) {
  for (std::size_t label = 0; label < outcome.labels.size(); ++label) {
    Summary summary = common;
    summary.label = outcome.labels[label];
    summary.estimate = share_of(histogram.count(static_cast<std::int64_t>(label)), histogram.defined());
    summaries.push_back(std::move(summary));
  }
}

void add_summaries(const Lookup &lookup, const ConditionResult &condition, std::vector<Summary> &summaries) {
  const Histogram histogram = lookup.values(condition.row);
  const Told told = told_of(lookup.outcome().kind);
  Summary summary = summary_of(lookup, condition, histogram);
  if (told == Told::shares) return add_labels(summary, lookup.outcome(), histogram, summaries);
  summary.estimate = lookup.estimate(condition.row);
  summary.quantiles = lookup.quantiles(condition.row);
  if (told == Told::mean) {
    summary.standard_deviation = histogram.standard_deviation();
    summary.has_quantile_at_edge =
        summary.beyond > 0 && std::any_of(summary.quantiles.begin(), summary.quantiles.end(),
                                          [&](double value) { return histogram.is_at_end(value); });
  }
  summaries.push_back(std::move(summary));
}

/// How trajectories moved between labels: the bins of a categorical difference as a square.
struct Moves {
  const Histogram &pairs;
  std::int64_t labels;
  std::int64_t count(std::int64_t there, std::int64_t here) const {
    return pairs.count(there * labels + here);
  }
  std::int64_t kept() const {
    std::int64_t total = 0;
    for (std::int64_t label = 0; label < labels; ++label) total += count(label, label);
    return total;
  }
  std::int64_t into(std::int64_t label) const {
    std::int64_t total = -count(label, label);
    for (std::int64_t there = 0; there < labels; ++there) total += count(there, label);
    return total;
  }
  std::int64_t out_of(std::int64_t label) const {
    std::int64_t total = -count(label, label);
    for (std::int64_t here = 0; here < labels; ++here) total += count(label, here);
    return total;
  }
};

void add_label_differences(const Difference &common, const Lookup &lookup, const Histogram &here,
                           const Histogram &there, const Histogram &pairs,
                           std::vector<Difference> &differences) {
  const auto labels = static_cast<std::int64_t>(lookup.outcome().labels.size());
  const Moves moves{pairs, labels};
  for (std::int64_t label = 0; label < labels; ++label) {
    Difference difference = common;
    difference.label = lookup.outcome().labels[static_cast<std::size_t>(label)];
    difference.here = share_of(here.count(label), here.defined());
    difference.there = share_of(there.count(label), there.defined());
    difference.difference =
        paired_difference_of_shares(moves.into(label), moves.out_of(label), pairs.defined());
    difference.unchanged = ratio(moves.kept(), pairs.defined());
    differences.push_back(std::move(difference));
  }
}

void add_differences(const Lookup &lookup, const ConditionResult &condition, const ConditionResult &reference,
                     std::vector<Difference> &differences) {
  const Kind kind = lookup.outcome().kind;
  const Histogram pairs = lookup.differences(condition.row, reference.row);
  Difference difference;
  difference.condition = condition.name;
  difference.reference = reference.name;
  difference.outcome = lookup.outcome().name;
  difference.kind = kind;
  difference.unit = lookup.outcome().unit;
  difference.pairs = pairs.defined();
  difference.clamped_here = lookup.clamped(condition.row);
  difference.clamped_there = lookup.clamped(reference.row);
  if (told_of(kind) == Told::shares)
    return add_label_differences(difference, lookup, lookup.values(condition.row),
                                 lookup.values(reference.row), pairs, differences);
  difference.here = lookup.share_or_mean(condition.row);
  difference.there = lookup.share_or_mean(reference.row);
  difference.difference = paired_difference(kind, pairs);
  const std::int64_t no_difference = pairs.bins() / 2;
  difference.unchanged =
      values_of(kind) == Values::bins ? nothing : ratio(pairs.count(no_difference), pairs.defined());
  differences.push_back(std::move(difference));
}

void check_reference(const Results &results, const std::string &against) {
  const std::string &reference = results.conditions.at(results.reference).name;
  if (results.conditions.size() < 2)
    throw InputError(fmt::format("there is nothing to compare: '{}' is the only condition", reference));
  if (results.outcomes.empty()) throw InputError("there is nothing to compare: no outcome was counted");
  if (against.empty() || condition_named(results, against) == results.reference) return;
  throw InputError(
      fmt::format("the differences in these results are against '{}'; for others, run again with '{}' "
                  "as the reference",
                  reference, against));
}

} // namespace

std::vector<Summary> summaries_of(const Results &results, const Selection &selection) {
  std::vector<Summary> summaries;
  const auto lookups = lookups_of(results, selection);
  for (const std::size_t condition : conditions_of(results, selection))
    for (const Lookup &lookup : lookups) add_summaries(lookup, results.conditions[condition], summaries);
  return summaries;
}

std::vector<Difference> differences_of(const Results &results, const Selection &selection,
                                       const std::string &against) {
  check_reference(results, against);
  std::vector<Difference> differences;
  const auto lookups = lookups_of(results, selection);
  const ConditionResult &reference = results.conditions[results.reference];
  for (const std::size_t condition : conditions_of(results, selection)) {
    if (condition == results.reference) continue;
    for (const Lookup &lookup : lookups)
      add_differences(lookup, results.conditions[condition], reference, differences);
  }
  return differences;
}

} // namespace engine
