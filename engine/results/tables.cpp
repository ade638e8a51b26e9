// SPDX-License-Identifier: Apache-2.0
#include "engine/results/tables.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/model/kinds.hpp"
#include "engine/results/columns.hpp"
#include "engine/results/wording.hpp"

namespace engine {

namespace {

using Lines = std::vector<std::vector<std::string>>;

constexpr const char *none = "–";
enum class Sign { if_negative, always };

/// As many decimals as leave one digit of the standard error.
int decimals_of(const Estimate &estimate) {
  const double standard_error = (estimate.high - estimate.low) / 2 / normal_95;
  if (!(standard_error > 0)) return estimate.value == std::round(estimate.value) ? 0 : 3;
  return std::clamp(static_cast<int>(-std::floor(std::log10(standard_error))), 0, 9);
}

std::string fixed(double value, int decimals, Sign sign = Sign::if_negative) {
  if (std::isnan(value)) return none;
  const bool vanishes = std::abs(value) < std::pow(10.0, -decimals) / 2;
  if (vanishes) return fmt::format("{:.{}f}", 0.0, decimals); // not "-0.000"
  return sign == Sign::always ? fmt::format("{:+.{}f}", value, decimals)
                              : fmt::format("{:.{}f}", value, decimals);
}

std::string with_interval(const Estimate &estimate, Sign sign) {
  if (std::isnan(estimate.value)) return none;
  const int decimals = decimals_of(estimate);
  const auto number = [&](double value) { return fixed(value, decimals, sign); };
  return fmt::format("{} [{}, {}]", number(estimate.value), number(estimate.low), number(estimate.high));
}

std::string rough(double value) { return std::isnan(value) ? "" : fmt::format("{:.3g}", value); }

std::string percent(double share) { return share > 0 ? fmt::format("{:.1f} %", 100 * share) : ""; }

/// A quantile of a time as a calendar month of its condition; NaN lies after the last one.
std::string month_text(const Results &results, const std::string &condition, double month) {
  if (std::isnan(month)) return "later";
  const auto named = [&](const ConditionResult &one) { return one.name == condition; };
  const auto found = std::find_if(results.conditions.begin(), results.conditions.end(), named);
  return found->start.after(static_cast<int>(month)).text();
}

std::string quantile_text(const Results &results, const Summary &summary, std::size_t index) {
  const double value = summary.quantiles.at(index);
  if (told_of(summary.kind) != Told::share_by_the_end) return rough(value);
  return summary.trajectories == 0 ? none : month_text(results, summary.condition, value);
}

bool is_share(Kind kind) { return told_of(kind) != Told::mean; }

std::string bar_if(bool wanted, const Summary &summary) {
  return wanted && is_share(summary.kind) ? bar_of(summary.estimate.value) : "";
}

/// "deal: freeze" for a label, else the outcome alone.
template <class Row> std::string title_of(const Row &row) {
  return row.label.empty() ? row.outcome : fmt::format("{}: {}", row.outcome, row.label);
}

/// The rows as runs of neighbours that belong together.
template <class Row, class Together>
std::vector<std::vector<Row>> runs_of(const std::vector<Row> &rows, const Together &together) {
  std::vector<std::vector<Row>> runs;
  for (const auto &row : rows) {
    if (runs.empty() || !together(runs.back().front(), row)) runs.emplace_back();
    runs.back().push_back(row);
  }
  return runs;
}

template <class Row> std::vector<std::vector<Row>> by_condition(const std::vector<Row> &rows) {
  return runs_of(rows, [](const Row &a, const Row &b) { return a.condition == b.condition; });
}

/// The labels of a categorical outcome stay together.
std::vector<std::vector<Summary>> by_outcome(const std::vector<Summary> &rows) {
  return runs_of(rows, [](const Summary &a, const Summary &b) { return a.outcome == b.outcome; });
}

/// What is left out of the figures, if anything is.
std::string undefined_note(const std::vector<Summary> &summaries) {
  double most = 0;
  for (const auto &summary : summaries) most = std::max(most, summary.undefined);
  if (!(most > 0)) return {};
  return fmt::format("Trajectories in which an outcome is undefined do not count to it: up to {}.\n",
                     percent(most));
}

/// Says below a table what the outcomes in it mean, and what none of them means.
template <class Row>
std::string explanations(const Results &results, const std::vector<Row> &rows, std::size_t width) {
  Lines meanings;
  for (const auto &outcome : results.outcomes)
    if (std::any_of(rows.begin(), rows.end(), [&](const Row &row) { return row.outcome == outcome.name; }))
      meanings.push_back({fmt::format("{}: {}", outcome.name, outcome.meaning)});
  std::string text = '\n' + in_columns(meanings, 0, width) + '\n';
  for (const auto &caveat : caveats_of(results)) text += caveat + '\n';
  return text;
}

/// One line for each outcome of which `counted` trajectories of some row spoil a figure, with the worst row.
template <class Row, class Counted>
std::string worst_of_each_outcome(const std::vector<Row> &rows, const Counted &counted,
                                  const std::string &what) {
  std::vector<Row> worst;
  for (const Row &row : rows) {
    if (counted(row) == 0) continue;
    const auto same = std::find_if(worst.begin(), worst.end(),
                                   [&](const Row &other) { return other.outcome == row.outcome; });
    if (same == worst.end())
      worst.push_back(row);
    else if (counted(row) > counted(*same))
      *same = row;
  }
  std::string text;
  for (const Row &row : worst)
    text +=
        fmt::format("{}: {} of the trajectories of {} {}.\n", row.outcome, counted(row), row.condition, what);
  return text;
}

constexpr const char *too_far_out =
    "lie so far out that a sum clamps their squares: its mean has no deviation and no interval";

/// Where a figure beside a mean is missing or spoiled: what the sums or the bins clamped, or a single value.
std::string limits_note(const std::vector<Summary> &summaries, bool has_quantiles) {
  std::string text = worst_of_each_outcome(
      summaries, [](const Summary &row) { return row.clamped; }, too_far_out);
  const auto at_edge = [](const Summary &row) { return row.has_quantile_at_edge ? row.beyond : 0; };
  if (has_quantiles)
    text += worst_of_each_outcome(summaries, at_edge,
                                  "lie outside its bins: quantiles there are those of the edge");
  const bool has_single = std::any_of(summaries.begin(), summaries.end(), [](const Summary &row) {
    return row.trajectories == 1 && !is_share(row.kind);
  });
  if (has_single) text += "[–, –]: a mean of one trajectory has no interval.\n";
  return text;
}

std::string limits_note(const std::vector<Difference> &differences) {
  const auto clamped = [](const Difference &row) { return row.clamped_here; };
  const auto clamped_there = [](const Difference &row) { return row.clamped_there; };
  std::string text = worst_of_each_outcome(differences, clamped, too_far_out);
  std::vector<Difference> there = differences;
  for (Difference &row : there) row.condition = row.reference;
  text += worst_of_each_outcome(there, clamped_there, too_far_out);
  const bool has_single = std::any_of(differences.begin(), differences.end(), [](const Difference &row) {
    return row.pairs == 1 && std::isnan(row.difference.low);
  });
  if (has_single) text += "[–, –]: a difference in one trajectory has no interval.\n";
  return text;
}

// Conditions down, outcomes across.

/// One outcome under one condition; of labels the commonest.
std::string cell_of(const Results &results, const std::vector<Summary> &labels, bool bars) {
  const auto rarer = [](const Summary &a, const Summary &b) { return a.estimate.value < b.estimate.value; };
  const Summary &summary = *std::max_element(labels.begin(), labels.end(), rarer);
  std::string text = text_of(summary.estimate);
  if (told_of(summary.kind) == Told::shares) text = fmt::format("{} {}", summary.label, text);
  if (told_of(summary.kind) == Told::share_by_the_end)
    text = fmt::format("{}, {}", text, quantile_text(results, summary, 2));
  const std::string bar = bar_if(bars, summary);
  return bar.empty() ? text : fmt::format("{} {}", text, bar);
}

std::string heading_of(const Results &results, const Summary &summary) {
  const std::string measure = measure_of(results, summary.kind, summary.unit);
  if (told_of(summary.kind) == Told::shares) return "commonest, its " + measure;
  return told_of(summary.kind) == Told::share_by_the_end ? measure + ", median" : measure;
}

std::string matrix(const Results &results, const std::vector<Summary> &summaries, const TableStyle &style) {
  Lines lines{{"condition"}, {""}};
  for (const auto &condition : by_condition(summaries)) {
    std::vector<std::string> line{condition.front().condition};
    for (const auto &labels : by_outcome(condition)) {
      line.push_back(cell_of(results, labels, style.bars));
      if (lines.size() > 2) continue;
      lines[0].push_back(labels.front().outcome);
      lines[1].push_back(heading_of(results, labels.front()));
    }
    lines.push_back(std::move(line));
  }
  return in_columns(lines, 2, style.width);
}

// All outcomes of one condition.

std::string list_of(const Results &results, const std::vector<Summary> &summaries, const TableStyle &style) {
  Lines lines{{summaries.front().condition, "", "", "", "5 %", "25 %", "50 %", "75 %", "95 %", "deviation",
               "undefined"}};
  for (const auto &summary : summaries) {
    lines.push_back({title_of(summary), measure_of(results, summary.kind, summary.unit),
                     text_of(summary.estimate), bar_if(style.bars, summary)});
    auto &line = lines.back();
    for (std::size_t index = 0; index < summary.quantiles.size(); ++index)
      line.push_back(quantile_text(results, summary, index));
    line.push_back(rough(summary.standard_deviation));
    line.push_back(percent(summary.undefined));
  }
  return in_columns(lines, 1, style.width);
}

// Differences.

/// Differences of shares are all of one unit, so they can be drawn beside each other.
bool is_of_shares(const Difference &row) {
  return is_share(row.kind) && told_of(row.kind) != Told::share_by_the_end;
}

double largest_difference_of_shares(const std::vector<Difference> &rows) {
  double largest = 0;
  for (const auto &row : rows)
    if (is_of_shares(row)) largest = std::max(largest, std::abs(row.difference.value));
  return largest;
}

/// "+████": a difference of shares against the largest of all.
std::string signed_bar_of(const Difference &row, double largest) {
  if (!is_of_shares(row) || !(largest > 0)) return "";
  return (row.difference.value < 0 ? "−" : "+") + bar_of(std::abs(row.difference.value) / largest);
}

std::vector<std::string> line_of(const Results &results, const Difference &row, const std::string &bar) {
  const int decimals = std::max(decimals_of(row.difference), decimals_of(row.here));
  return {title_of(row),
          compared_measure_of(results, row.kind, row.unit),
          fixed(row.here.value, decimals),
          fixed(row.there.value, decimals),
          with_interval(row.difference, Sign::always),
          bar,
          std::isnan(row.unchanged) ? "" : fixed(row.unchanged, 3)};
}

/// `largest` difference of shares fills a bar; 0 draws none.
std::string differences_list(const Results &results, const std::vector<Difference> &rows, double largest,
                             const TableStyle &style) {
  const Difference &first = rows.front();
  Lines lines{{first.condition, "", "here", first.reference, "difference", "", "unchanged"}};
  for (const auto &row : rows) lines.push_back(line_of(results, row, signed_bar_of(row, largest)));
  return in_columns(lines, 1, style.width);
}

/// One list under the other, an empty line between them.
template <class Row, class List> std::string lists_of(const std::vector<Row> &rows, const List &list) {
  std::string text;
  for (const auto &condition : by_condition(rows)) text += (text.empty() ? "" : "\n") + list(condition);
  return text;
}

/// Where the conditions that are compared part over time.
std::string timelines_note(const Results &results, const std::string &against) {
  const std::string &other = against.empty() ? results.conditions[results.reference].name : against;
  std::string text;
  for (const std::string &line : timelines_beside(results, other)) text += line + '\n';
  return text;
}

} // namespace

std::string text_of(const Estimate &estimate) { return with_interval(estimate, Sign::if_negative); }

std::string show_table(const Results &results, const Selection &selection, const TableStyle &style) {
  const auto summaries = summaries_of(results, selection);
  const auto list = [&](const auto &condition) { return list_of(results, condition, style); };
  const std::string table = summaries.empty()        ? "No outcome was counted.\n"
                            : selection.all_outcomes ? lists_of(summaries, list)
                                                     : matrix(results, summaries, style);
  return table + explanations(results, summaries, style.width) + undefined_note(summaries) +
         limits_note(summaries, selection.all_outcomes);
}

std::string compare_table(const Results &results, const Selection &selection, const std::string &against,
                          const TableStyle &style) {
  const auto differences = differences_of(results, selection, against);
  const double largest = style.bars ? largest_difference_of_shares(differences) : 0;
  const auto list = [&](const auto &condition) {
    return differences_list(results, condition, largest, style);
  };
  return lists_of(differences, list) + explanations(results, differences, style.width) +
         "Differences are paired: here minus there in the same trajectory, where both are defined.\n" +
         limits_note(differences) + timelines_note(results, against);
}

} // namespace engine
