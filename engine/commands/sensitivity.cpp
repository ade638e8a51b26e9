// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstdio>

#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "engine/commands/options.hpp"
#include "engine/commands/output.hpp"
#include "engine/conditions/nearest_name.hpp"
#include "engine/counting/statistics.hpp"
#include "engine/errors.hpp"
#include "engine/model/kinds.hpp"
#include "engine/results/columns.hpp"
#include "engine/results/results.hpp"
#include "engine/results/wording.hpp"
#include "engine/sensitivity/indices.hpp"

namespace engine {

namespace {

constexpr std::size_t points_at_once = 64;
constexpr std::uint64_t bootstrap_seed = 1;
constexpr std::size_t width_of_table = 120;

/// What the points of a design say of one outcome: one value a point, the reference left out.
struct Points {
  std::vector<double> means;
  std::vector<double> variances; // of a trajectory
  std::vector<std::uint64_t> trajectories;
  std::int64_t clamped = 0; // trajectories, of all points, too far out for a variance
};

/// What is found about one outcome. Indices belong to saltelli designs, effects to those of Morris.
struct Finding {
  std::string outcome;
  VarianceShares shares;
  std::string reason; // why something of its variance cannot be told; empty if all can
  SobolIndices indices;
  ElementaryEffects effects;
};

const DesignRecord &design_of(const ResultReader &reader, const std::string &path) {
  const auto &design = reader.declared().design;
  if (!design) throw InputError(fmt::format("{}: is no result of a sweep, so nothing varies in it", path));
  return *design;
}

/// Names of the axes: of what varies together, all.
std::vector<std::string> axis_names(const DesignRecord &design) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < design.factors.size(); ++i) {
    if (static_cast<std::size_t>(design.axes[i]) == names.size())
      names.push_back(design.factors[i]);
    else
      names.back() += " + " + design.factors[i];
  }
  return names;
}

/// Where the points stand in the unit cube, the reference left out: one column an axis.
UnitDesign unit_design_of(const DesignRecord &design, std::size_t conditions) {
  UnitDesign unit;
  unit.points = conditions - 1;
  unit.factors = axis_names(design).size();
  for (std::size_t point = 1; point < conditions; ++point)
    for (std::size_t i = 0; i < design.factors.size(); ++i)
      if (i == 0 || design.axes[i] != design.axes[i - 1])
        unit.values.push_back(design.places[point * design.factors.size() + i]);
  return unit;
}

std::vector<std::size_t> outcomes_asked(const Results &declared, const SensitivityOptions &options) {
  std::vector<std::size_t> asked;
  const auto add = [&](const std::string &name) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < declared.outcomes.size(); ++i) {
      const Outcome &outcome = declared.outcomes[i];
      if (told_of(outcome.kind) == Told::shares) continue; // labels have no mean
      names.push_back(outcome.name);
      if (name == outcome.name || name == outcome.symbol) return asked.push_back(i);
    }
    throw InputError(
        fmt::format("--outcome: '{}' is no outcome with a mean{}", name, did_you_mean(name, names)));
  };
  if (options.all || (options.outcomes.empty() && declared.headline.empty())) {
    for (const Outcome &outcome : declared.outcomes)
      if (told_of(outcome.kind) != Told::shares) add(outcome.name);
  } else {
    for (const std::string &name : options.outcomes.empty() ? declared.headline : options.outcomes) add(name);
  }
  return asked;
}

/// Means and variances of the asked outcomes at every point; reads a few points at a time.
std::vector<Points> read_points(const ResultReader &reader, const std::vector<std::size_t> &asked) {
  const Results &declared = reader.declared();
  const Layout layout = declared.layout();
  std::vector<Points> all(asked.size());
  for (std::size_t first = 1; first < declared.conditions.size(); first += points_at_once) {
    const std::size_t count = std::min(points_at_once, declared.conditions.size() - first);
    for (const Row &row : reader.rows(first, count))
      for (std::size_t i = 0; i < asked.size(); ++i) {
        const Axis axis = axis_of(declared.outcomes[asked[i]], declared.months);
        const std::int64_t clamped = row[layout.clamped(asked[i])];
        const Histogram histogram = Histogram::of_values(axis, layout.outcome(asked[i]), row, clamped > 0);
        all[i].clamped += clamped;
        all[i].means.push_back(histogram.mean());
        all[i].variances.push_back(std::pow(histogram.standard_deviation(), 2));
        all[i].trajectories.push_back(static_cast<std::uint64_t>(histogram.defined()));
      }
  }
  return all;
}

/// Why something of the variance of an outcome cannot be told; empty if all can.
std::string reason_of(const DesignRecord &design, const Points &points, const VarianceShares &shares) {
  const auto undefined = std::count(points.trajectories.begin(), points.trajectories.end(), 0);
  if (undefined > 0) return fmt::format("it is undefined at {} of {} points", undefined, points.means.size());
  if (points.clamped > 0)
    return fmt::format("{} trajectories lie so far out that a sum clamps their squares", points.clamped);
  if (points.means.size() == 1) return "at a single point nothing varies but chance";
  if (std::isnan(shares.within)) return "a single trajectory at a point tells nothing of chance";
  if (!(shares.between + shares.within > 0)) return "it never varies";
  if (!(shares.between > 0)) return "its mean is the same at all points";
  if (design.kind == "morris" && design.paths == 1) return "a single path tells no deviation of effects";
  return {};
}

Finding find(const DesignRecord &design, const UnitDesign &unit, const std::string &outcome,
             const Points &points, int resamples) {
  const VarianceShares shares = variance_shares(points.means, points.variances, points.trajectories);
  Finding finding{outcome, shares, reason_of(design, points, shares), {}, {}};
  if (design.kind == "saltelli")
    finding.indices =
        sobol_indices(points.means, unit.factors, design.second_order, resamples, bootstrap_seed);
  if (design.kind == "morris")
    finding.effects = elementary_effects(unit, points.means, resamples, bootstrap_seed);
  return finding;
}

std::string text_of(const Index &index) {
  const auto number = [](double value) { return std::isnan(value) ? "-" : fmt::format("{:.3f}", value); };
  if (std::isnan(index.value)) return number(index.value);
  return fmt::format("{} [{}, {}]", number(index.value), number(index.low), number(index.high));
}

/// Factors down, what is known of each across; the most important first, what is not known last.
std::string table_of(const std::vector<std::string> &names, const std::vector<std::string> &titles,
                     const std::vector<const std::vector<Index> *> &columns, std::size_t sort_by) {
  std::vector<std::size_t> order(names.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) {
    const double value = (*columns[sort_by])[one].value;
    const double other_value = (*columns[sort_by])[other].value;
    return std::isnan(other_value) ? !std::isnan(value) : value > other_value;
  });
  std::vector<std::vector<std::string>> lines{{"  factor"}};
  lines.front().insert(lines.front().end(), titles.begin(), titles.end());
  for (const std::size_t factor : order) {
    lines.push_back({"  " + names[factor]});
    for (const auto *column : columns) lines.back().push_back(text_of((*column)[factor]));
  }
  return in_columns(lines, 1, width_of_table);
}

std::vector<std::string> pair_names(const std::vector<std::string> &names) {
  std::vector<std::string> pairs;
  for (std::size_t i = 0; i < names.size(); ++i)
    for (std::size_t j = i + 1; j < names.size(); ++j) pairs.push_back(names[i] + " x " + names[j]);
  return pairs;
}

/// "the factors explain 3.1 to 3.2 % of the variance over trajectories, chance the rest"; a dash where that
/// cannot be told.
std::string text_of(const VarianceShares &shares, bool common_chance) {
  const std::string mean = std::isnan(shares.mean) ? "-" : fmt::format("{:.4g}", shares.mean);
  if (!(shares.between + shares.within > 0))
    return fmt::format("mean over points {}; the share of the variance that the factors explain: -", mean);
  const double whole = shares.between - shares.noise + shares.within;
  const double least = 100 * std::max(shares.between - shares.noise, 0.0) / whole;
  const double most = 100 * shares.between / (shares.between + shares.within);
  const std::string share =
      common_chance ? fmt::format("{:.2f} to {:.2f} %", least, most) : fmt::format("{:.2f} %", least);
  return fmt::format("mean over points {}; the factors explain {} of the variance over trajectories, "
                     "chance the rest",
                     mean, share);
}

std::string as_text(const DesignRecord &design, const std::vector<Finding> &findings,
                    const std::string &precision) {
  const std::vector<std::string> names = axis_names(design);
  std::string text;
  for (const Finding &finding : findings) {
    text += fmt::format("{}: {}\n", finding.outcome, text_of(finding.shares, design.chance == "common"));
    if (design.kind == "saltelli")
      text += table_of(names, {"first order", "total"}, {&finding.indices.first, &finding.indices.total}, 1);
    if (design.kind == "saltelli" && design.second_order)
      text += table_of(pair_names(names), {"second order"}, {&finding.indices.second}, 0);
    if (design.kind == "morris")
      text +=
          table_of(names, {"mean |effect|", "mean effect", "deviation"},
                   {&finding.effects.mean_absolute, &finding.effects.mean, &finding.effects.deviation}, 0);
    if (!finding.reason.empty()) text += fmt::format("  -: {}\n", finding.reason);
    text += '\n';
  }
  text +=
      "Under the assumptions of the model and of this design: each factor over its axis, all places equally "
      "likely. Intervals: 95 %, bootstrap over the design.\n";
  if (design.kind != "saltelli" && design.kind != "morris")
    text += fmt::format("A {} design tells shares of variance; indices of single factors need a saltelli or "
                        "morris design.\n",
                        design.kind);
  if (!precision.empty()) text += precision + '\n';
  return text;
}

nlohmann::ordered_json as_json(const std::vector<Index> &indices) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Index &index : indices)
    list.push_back({{"value", index.value}, {"low", index.low}, {"high", index.high}});
  return list;
}

std::string as_json(const DesignRecord &design, const std::vector<Finding> &findings) {
  nlohmann::ordered_json report{
      {"design", design.kind}, {"chance", design.chance}, {"factors", axis_names(design)}};
  for (const Finding &finding : findings) {
    nlohmann::ordered_json entry{{"outcome", finding.outcome},
                                 {"mean", finding.shares.mean},
                                 {"variance_between_points", finding.shares.between},
                                 {"variance_within_points", finding.shares.within},
                                 {"noise_between_points", finding.shares.noise},
                                 {"reason", finding.reason}};
    if (design.kind == "saltelli") {
      entry["first"] = as_json(finding.indices.first);
      entry["total"] = as_json(finding.indices.total);
      if (design.second_order) entry["second"] = as_json(finding.indices.second);
    }
    if (design.kind == "morris") {
      entry["mean_effect"] = as_json(finding.effects.mean);
      entry["mean_absolute_effect"] = as_json(finding.effects.mean_absolute);
      entry["deviation"] = as_json(finding.effects.deviation);
    }
    report["outcomes"].push_back(std::move(entry));
  }
  return report.dump(1) + "\n";
}

} // namespace

int sensitivity_command(const SensitivityOptions &options) {
  const ResultReader reader(options.file);
  const Results &declared = reader.declared();
  const DesignRecord &design = design_of(reader, options.file);
  const UnitDesign unit = unit_design_of(design, declared.conditions.size());
  const std::vector<std::size_t> asked = outcomes_asked(declared, options);
  const std::vector<Points> points = read_points(reader, asked);
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < asked.size(); ++i)
    findings.push_back(
        find(design, unit, declared.outcomes[asked[i]].name, points[i], static_cast<int>(options.resamples)));
  print_safely(options.json ? as_json(design, findings)
                            : as_text(design, findings, precision_note(declared)));
  return 0;
}

} // namespace engine
