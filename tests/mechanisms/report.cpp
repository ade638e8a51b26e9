// SPDX-License-Identifier: Apache-2.0
#include "tests/mechanisms/report.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

#include <fmt/format.h>

namespace mechanisms {

namespace {

constexpr double quantile = 1.959963984540054; // 97.5 % of the normal law
constexpr const char *page_head = R"(# Every claim at work

Each claim of the essay (Chun 2025) is a mechanism of the model, and each mechanism has an experiment: one thing
changes from A to B, everything else and all chance stay the same, trajectory by trajectory. The effect is the mean
paired difference B − A; brackets are its 95 % interval over trajectories (sampling only: at one set of parameters).
An effect counts as shown if it has the sign claimed, is at least as large as the minimum, and is at least five
standard errors from zero; so a mechanism without any effect would pass once in some three million times. A knock-out
closes the channel by which the mechanism is meant to work: with it closed, nothing of the effect may be left, and
where it says "equal" each trajectory is the same, bit for bit. Effects are properties of the model, not of the world.

"Specified" is the effect that the model's written specification states, found with another implementation, before
deals had clauses and without the faculties that this model adds to Kim; the minimum is about half of it, or, where
nothing is specified, of what was measured.

This page is written by `scripts/mechanisms --write` from `tests/mechanisms/*.yaml`; a test refuses a stale one.
Equations are in [model.md](model.md).
)";

std::string setting_of(const engine::Model &model, const std::pair<std::size_t, engine::Setting> &one) {
  const engine::Parameter &parameter = model.parameters[one.first];
  const double value = one.second.value;
  const bool named = !parameter.labels.empty() && value >= 0.0 &&
                     value < static_cast<double>(parameter.labels.size()) && value == std::floor(value);
  return fmt::format("`{}` = {}", parameter.name,
                     named ? parameter.labels[static_cast<std::size_t>(value)] : fmt::format("{:g}", value));
}

std::string settings_of(const engine::Model &model, const Settings &settings) {
  std::vector<std::string> texts;
  for (const auto &one : settings) texts.push_back(setting_of(model, one));
  return fmt::format("{}", fmt::join(texts, ", "));
}

std::string interval_of(const Effect &effect) {
  const double half = quantile * effect.standard_error;
  return fmt::format("{:+.4g} [{:+.4g}, {:+.4g}]", effect.difference, effect.difference - half,
                     effect.difference + half);
}

/// What was asked of an effect: "at least +0.18".
std::string asked(const Expectation &expectation) {
  std::vector<std::string> parts;
  if (expectation.minimum)
    parts.push_back(fmt::format("at least {:+g}", *expectation.minimum * expectation.sign));
  if (expectation.must_not_rise) parts.emplace_back("must not rise");
  if (expectation.at_least)
    parts.push_back(fmt::format("at least {:g} % of its growth", 100.0 * expectation.at_least->share));
  if (expectation.at_most)
    parts.push_back(fmt::format("at most {:g} % of its growth", 100.0 * expectation.at_most->share));
  return parts.empty() ? "reported only" : fmt::format("{}", fmt::join(parts, "; "));
}

std::string specified(const Expectation &expectation) {
  return expectation.specified ? fmt::format("{:+g}", *expectation.specified) : "–";
}

std::string yes_or_no(bool met) { return met ? "yes" : "NO"; }

std::string verdict_of(const Finding &finding) {
  return finding.expectation.asks_anything() ? yes_or_no(finding.met) : "–";
}

/// "gone", "not gone", or nothing where an experiment has no knock-out.
std::string knocked_out(const ExperimentResult &result) {
  if (result.knocked_out.empty()) return "–";
  const bool gone = std::all_of(result.knocked_out.begin(), result.knocked_out.end(),
                                [](const Check &check) { return check.met; });
  return gone ? "gone" : "NOT GONE";
}

std::string label_of(const Mechanism &mechanism, const Experiment &experiment) {
  return experiment.name.empty() ? mechanism.id : mechanism.id + " " + experiment.name;
}

/// The anchor of an equation in docs/model.md: "X-Ω" is found at x-omega.
std::string anchor_of(std::string equation) {
  for (const auto &[letter, word] : {std::pair{"Ω", "omega"}, std::pair{"θ", "theta"}}) {
    if (const auto at = equation.find(letter); at != std::string::npos)
      equation.replace(at, std::string(letter).size(), word);
  }
  std::transform(equation.begin(), equation.end(), equation.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return equation;
}

std::string links_of(const Mechanism &mechanism) {
  std::vector<std::string> links;
  for (const std::string &equation : mechanism.equations)
    links.push_back(fmt::format("[({})](model.md#{})", equation, anchor_of(equation)));
  for (const std::string &file : mechanism.code) links.push_back(fmt::format("[{0}](../{0})", file));
  return fmt::format("{}", fmt::join(links, ", "));
}

enum class Kind { claim, coefficient };

template <class Visit> void for_each_finding(const Report &report, Kind kind, Visit visit) {
  for (std::size_t m = 0; m < report.mechanisms.size(); ++m) {
    const Mechanism &mechanism = report.mechanisms[m];
    if (mechanism.is_coefficient != (kind == Kind::coefficient)) continue;
    for (std::size_t e = 0; e < mechanism.experiments.size(); ++e) {
      const ExperimentResult &result = report.results[m].experiments[e];
      for (const Finding &finding : result.findings)
        visit(mechanism, mechanism.experiments[e], result, finding);
    }
  }
}

std::string overview(const Report &report) {
  std::string text = "\n| | claim | essay | outcome | effect | specified | asked | shown | knock-out |\n"
                     "|---|---|---|---|---|---|---|---|---|\n";
  std::string last;
  for_each_finding(report, Kind::claim,
                   [&](const Mechanism &mechanism, const Experiment &experiment,
                       const ExperimentResult &result, const Finding &finding) {
                     const bool first = last != mechanism.id;
                     last = mechanism.id;
                     const std::string label = label_of(mechanism, experiment);
                     text +=
                         fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
                                     first ? fmt::format("[{}](#{})", label, anchor_of(mechanism.id)) : label,
                                     first ? mechanism.claim : "", first ? mechanism.source : "",
                                     report.laboratory.model.outcomes[finding.effect.outcome].name,
                                     interval_of(finding.effect), specified(finding.expectation),
                                     asked(finding.expectation), verdict_of(finding), knocked_out(result));
                   });
  return text;
}

std::string page_of_knock_out(const Report &report, const Experiment &experiment,
                              const ExperimentResult &result) {
  const KnockOut &knock_out = *experiment.knock_out;
  const engine::Model &model = report.laboratory.model;
  std::string text = fmt::format("\nKnock-out: {}", knock_out.what);
  std::vector<std::string> changes;
  if (knock_out.setting && !knock_out.setting->empty())
    changes.push_back("in both runs " + settings_of(model, *knock_out.setting));
  if (!knock_out.set.empty()) changes.push_back(settings_of(model, knock_out.set));
  if (knock_out.from) changes.push_back("A: " + settings_of(model, *knock_out.from));
  if (knock_out.to) changes.push_back("B: " + settings_of(model, *knock_out.to));
  if (!changes.empty()) text += fmt::format(" ({})", fmt::join(changes, "; "));
  text += "\n\n";
  for (std::size_t i = 0; i < result.knocked_out.size(); ++i) {
    text += fmt::format("- {}: {}; {} → {}, effect {:+.4g}\n", result.knocked_out[i].text,
                        yes_or_no(result.knocked_out[i].met),
                        fmt::format("{:.4g}", result.knock_out[i].mean_from),
                        fmt::format("{:.4g}", result.knock_out[i].mean_to), result.knock_out[i].difference);
  }
  return text;
}

std::string page_of(const Report &report, const Experiment &experiment, const ExperimentResult &result) {
  const engine::Model &model = report.laboratory.model;
  std::string text = "\n";
  if (!experiment.name.empty()) text += fmt::format("**{}.** ", experiment.name);
  text += experiment.what + "\n";
  if (!experiment.note.empty()) text += experiment.note + "\n";
  text += "\n";
  if (!experiment.setting.empty())
    text += fmt::format("- both: {}\n", settings_of(model, experiment.setting));
  text += fmt::format("- A: {}\n- B: {}\n\n",
                      experiment.from.empty() ? "as it stands" : settings_of(model, experiment.from),
                      settings_of(model, experiment.to));
  text += "| outcome | A | B | effect | specified | asked | shown |\n|---|---|---|---|---|---|---|\n";
  for (const Finding &finding : result.findings) {
    text += fmt::format("| {} | {:.4g} | {:.4g} | {} | {} | {} | {} |\n",
                        model.outcomes[finding.effect.outcome].name, finding.effect.mean_from,
                        finding.effect.mean_to, interval_of(finding.effect), specified(finding.expectation),
                        asked(finding.expectation), verdict_of(finding));
  }
  if (!result.further.empty()) text += "\n";
  for (const Check &check : result.further)
    text += fmt::format("- {}: {}\n", check.text, yes_or_no(check.met));
  if (experiment.knock_out) text += page_of_knock_out(report, experiment, result);
  return text;
}

constexpr const char *coefficients_head = R"(

## Every other coefficient

What no claim above rests on still has a sign that somebody chose. Each coefficient goes from A (0 where nothing
else is said) to its default, and one outcome must move as the sign says. `scripts/mechanisms --flip all` flips the
sign of each coefficient of the model in turn and tells which experiment notices.

| coefficient | A | because | outcome | effect | asked | shown |
|---|---|---|---|---|---|---|
)";

std::string page_of_coefficients(const Report &report) {
  std::string text;
  for_each_finding(report, Kind::coefficient,
                   [&](const Mechanism &mechanism, const Experiment &experiment, const ExperimentResult &,
                       const Finding &finding) {
                     const engine::Model &model = report.laboratory.model;
                     text += fmt::format(
                         "| `{}` | {:g}{} | {} | {} | {} | {} | {} |\n", mechanism.id,
                         experiment.from.front().second.value,
                         experiment.setting.empty() ? "" : ", with " + settings_of(model, experiment.setting),
                         mechanism.claim, model.outcomes[finding.effect.outcome].name,
                         interval_of(finding.effect), asked(finding.expectation), verdict_of(finding));
                   });
  return text.empty() ? "" : coefficients_head + text;
}

std::string rows_of_claims(const Report &report) {
  std::string text;
  for_each_finding(report, Kind::claim,
                   [&](const Mechanism &mechanism, const Experiment &experiment,
                       const ExperimentResult &result, const Finding &finding) {
                     text += fmt::format(
                         "{:<12} {:<34} {:<36} {:>9}  {:<30} {:<6} {}\n", label_of(mechanism, experiment),
                         report.laboratory.model.outcomes[finding.effect.outcome].name,
                         interval_of(finding.effect), specified(finding.expectation),
                         asked(finding.expectation), verdict_of(finding), knocked_out(result));
                     if (&finding != &result.findings.back()) return;
                     for (const Check &check : result.further)
                       text += fmt::format("{:<12} {}: {}\n", "", check.text, yes_or_no(check.met));
                     for (const Check &check : result.knocked_out)
                       if (!check.met) text += fmt::format("{:<12} knock-out: {}: NO\n", "", check.text);
                   });
  return text;
}

std::string rows_of_coefficients(const Report &report) {
  std::string text;
  for_each_finding(
      report, Kind::coefficient,
      [&](const Mechanism &mechanism, const Experiment &, const ExperimentResult &, const Finding &finding) {
        text += fmt::format("{:<47} {:<34} {:<36} {:<20} {}\n", mechanism.id,
                            report.laboratory.model.outcomes[finding.effect.outcome].name,
                            interval_of(finding.effect), asked(finding.expectation), verdict_of(finding));
      });
  if (text.empty()) return text;
  return fmt::format("\n{:<47} {:<34} {:<36} {:<20} {}\n", "coefficient, from nothing to its default",
                     "outcome", "effect [95 % interval]", "asked", "shown") +
         text;
}

} // namespace

std::string as_table(const Report &report) {
  return fmt::format("{:<12} {:<34} {:<36} {:>9}  {:<30} {:<6} {}\n", "", "outcome",
                     "effect B - A [95 % interval]", "specified", "asked", "shown", "knock-out") +
         rows_of_claims(report) + rows_of_coefficients(report);
}

std::string as_page(const Report &report) {
  std::string text = page_head;
  text += fmt::format("\n{} trajectories of {} months from seed {}: {}.\n", report.laboratory.trajectories,
                      report.laboratory.months, report.laboratory.seed, verdict(report));
  text += overview(report);
  for (std::size_t m = 0; m < report.mechanisms.size(); ++m) {
    const Mechanism &mechanism = report.mechanisms[m];
    if (mechanism.is_coefficient) continue;
    text += fmt::format("\n<a id=\"{}\"></a>\n\n## {}. {}\n\n", anchor_of(mechanism.id), mechanism.id,
                        mechanism.claim);
    text += fmt::format("- Source: {}\n- Carried by: {}\n- Computed in: {}\n", mechanism.source,
                        mechanism.carrier, links_of(mechanism));
    if (!mechanism.note.empty()) text += fmt::format("\n{}\n", mechanism.note);
    for (std::size_t e = 0; e < mechanism.experiments.size(); ++e)
      text += page_of(report, mechanism.experiments[e], report.results[m].experiments[e]);
  }
  return text + page_of_coefficients(report);
}

std::string verdict(const Report &report) {
  std::size_t claims = 0;
  std::size_t met = 0;
  for (std::size_t i = 0; i < report.results.size(); ++i) {
    claims += report.mechanisms[i].is_coefficient ? 0 : 1;
    met += report.results[i].met() ? 1 : 0;
  }
  return fmt::format("{} mechanisms and {} coefficients: {} met, {} unmet", claims,
                     report.results.size() - claims, met, report.results.size() - met);
}

} // namespace mechanisms
