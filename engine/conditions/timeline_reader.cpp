// SPDX-License-Identifier: Apache-2.0
#include "engine/conditions/timeline_reader.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/conditions/comparison.hpp"
#include "engine/conditions/condition_reader.hpp"
#include "engine/conditions/nearest_name.hpp"
#include "engine/conditions/numbers.hpp"
#include "engine/conditions/setting.hpp"
#include "engine/conditions/table.hpp"
#include "engine/errors.hpp"

namespace engine {
namespace {

constexpr const char *entry_form = "a map such as {month: 2025-06, event: name}";
constexpr std::array<const char *, 8> actions{"event", "given", "set",     "decide",
                                              "only",  "never", "happens", "stays_away"};
constexpr std::array<const char *, 7> others{"month", "from", "until", "when", "for", "within", "at_most"};

std::string span_text(Month from, Month until) {
  return from.until(until) == 0 ? from.text() : fmt::format("{} to {}", from.text(), until.text());
}

bool overlap(Month from, Month until, Month other_from, Month other_until) {
  return from.until(other_until) >= 0 && other_from.until(until) >= 0;
}

/// Takes months out of what the files that are extended decided.
void cut(std::vector<Directive> &directives, std::size_t point, Month from, Month until) {
  std::vector<Directive> kept;
  for (const Directive &one : directives) {
    if (one.when || one.point != point || !overlap(one.from, one.until, from, until)) {
      kept.push_back(one);
      continue;
    }
    Directive before = one;
    Directive after = one;
    before.until = from.after(-1);
    after.from = until.after(1);
    if (before.from.until(before.until) >= 0) kept.push_back(before);
    if (after.from.until(after.until) >= 0) kept.push_back(after);
  }
  directives = std::move(kept);
}

std::vector<std::string> names_of_points(const Model &model, bool are_chances) {
  std::vector<std::string> names;
  for (const ChoicePoint &point : model.points)
    if (point.is_chance() == are_chances) names.push_back(point.name);
  return names;
}

std::vector<std::string> names_of_series(const Model &model) {
  std::vector<std::string> names;
  for (const Series &series : model.series) names.push_back(series.name);
  return names;
}

std::vector<std::string> names_of_processes(const Model &model) {
  std::vector<std::string> names;
  for (const Process &process : model.processes) names.push_back(process.name);
  return names;
}

/// Its place, or one past the last.
std::size_t process_called(const Model &model, const std::string &name) {
  const auto found = std::find_if(model.processes.begin(), model.processes.end(),
                                  [&](const Process &process) { return process.name == name; });
  return static_cast<std::size_t>(found - model.processes.begin());
}

std::size_t place_of(const Model &model, const std::string &name) {
  const auto found = std::find_if(model.points.begin(), model.points.end(),
                                  [&](const ChoicePoint &point) { return point.name == name; });
  return static_cast<std::size_t>(found - model.points.begin());
}

/// A text, or each of a list of texts.
std::vector<YamlValue> one_or_several(const YamlValue &value, const char *what) {
  if (!value.written().empty()) return {value};
  return value.items(fmt::format("a name, or a list of names, of {}", what));
}

} // namespace

void TimelineReader::read(const YamlValue &value) {
  for (const YamlValue &entry : value.items(std::string("a list of entries, each ") + entry_form))
    read_entry(entry.called("an entry of the timeline"));
  sort_timeline(condition_);
}

TimelineReader::Parts TimelineReader::parts_of(const YamlValue &entry) {
  Parts parts;
  for (const YamlEntry &part : entry.entries(entry_form)) {
    const std::string name = part.key.text();
    const auto is_it = [&](const char *known) { return name == known; };
    if (std::none_of(actions.begin(), actions.end(), is_it) &&
        std::none_of(others.begin(), others.end(), is_it)) {
      std::vector<std::string> known(actions.begin(), actions.end());
      known.insert(known.end(), others.begin(), others.end());
      part.key.refuse(no_such("key", name, known));
    }
    parts.emplace(name, part);
  }
  return parts;
}

void TimelineReader::read_entry(const YamlValue &entry) {
  const Parts parts = parts_of(entry);
  const auto has = [&](const char *key) { return parts.contains(key); };
  if (std::none_of(actions.begin(), actions.end(), has))
    entry.refuse(fmt::format("an entry of the timeline needs a month and what comes of it: one of {}",
                             fmt::join(actions, ", ")));
  for (const char *key : {"for", "within", "at_most"})
    if (has(key) && !has("when"))
      parts.at(key).key.refuse(fmt::format("'{}' belongs to a rule, which has a 'when'", key));
  if (has("for") && has("within")) parts.at("within").key.refuse("a rule has 'for' or 'within', not both");
  for (const char *key : {"event", "given", "set"})
    if (has(key) && has("when"))
      parts.at(key).key.refuse(fmt::format("a rule cannot have '{}'; it may decide", key));
  if (has("given") && !parts.at("given").value.is_map()) {
    if (parts.size() > 1) entry.refuse("a file that is given says its months itself, and stands alone");
    return read_record(parts.at("given").value);
  }
  of_entry_.clear();
  span_ = span_of(entry, parts);
  if (has("event")) read_event(entry, parts);
  if (has("given")) read_given(parts);
  if (has("set")) read_changes(parts);
  for (const char *word : {"decide", "only", "never"})
    if (has(word)) read_decisions(parts, word);
  if (has("happens")) read_chances(parts, "happens", true);
  if (has("stays_away")) read_chances(parts, "stays_away", false);
}

TimelineReader::Span TimelineReader::span_of(const YamlValue &entry, const Parts &parts) const {
  const auto part = [&](const char *key) { return parts.find(key); };
  const bool is_rule = parts.contains("when");
  if (parts.contains("month")) {
    for (const char *key : {"from", "until"})
      if (parts.contains(key))
        parts.at(key).key.refuse(
            fmt::format("an entry has a month, or from and until, not 'month' and '{}'", key));
    if (is_rule) parts.at("month").key.refuse("a rule looks from a month, until a month");
    const Month month = month_of(part("month")->second.value);
    return {month, month};
  }
  Span span{condition_.start, condition_.start.after(condition_.months - 1)};
  if (parts.contains("from"))
    span.from = month_of(part("from")->second.value);
  else if (!is_rule)
    entry.refuse("an entry of the timeline needs a month, or the month from which it holds");
  if (parts.contains("until")) span.until = month_of(part("until")->second.value);
  if (span.from.until(span.until) < 0)
    parts.at("until").value.refuse(
        fmt::format("until {} ends before it begins, in {}", span.until.text(), span.from.text()));
  return span;
}

Month TimelineReader::month_of(const YamlValue &value) const {
  const Month month = read_month(value);
  const int after_start = condition_.start.until(month);
  if (after_start < 0 || after_start >= condition_.months)
    value.refuse(fmt::format("{} is outside the condition's months, {} to {}", month.text(),
                             condition_.start.text(), condition_.start.after(condition_.months - 1).text()));
  return month;
}

void TimelineReader::read_event(const YamlValue &entry, const Parts &parts) {
  const YamlValue &value = parts.at("event").value;
  if (!parts.contains("month")) parts.at("event").key.refuse("an event comes in a month, not from one on");
  const Month month = span_.from;
  std::vector<std::string> names;
  for (const Event &event : model_.events) names.push_back(event.name);
  const auto name = std::find(names.begin(), names.end(), value.text());
  if (name == names.end()) value.refuse(no_such("event", value.text(), names));
  const auto event = static_cast<std::size_t>(name - names.begin());

  const std::size_t process = model_.events[event].process;
  const auto [earlier, is_first] = given_.emplace(std::pair(month.text(), process), entry.place());
  if (!is_first)
    entry.refuse(
        fmt::format("{} sets in {} what an earlier entry sets, at {}", *name, month.text(), earlier->second));
  forget(process, month);
  condition_.timeline.push_back({month, event});
}

/// What a file that this one extends says of a process in a month.
void TimelineReader::forget(std::size_t process, Month month) {
  std::erase_if(condition_.timeline, [&](const Given &other) {
    return model_.events[other.event].process == process && other.month.until(month) == 0;
  });
  std::erase_if(condition_.observed, [&](const Observed &other) {
    return other.process == process && other.month.until(month) == 0;
  });
}

void TimelineReader::read_given(const Parts &parts) {
  if (!parts.contains("month")) parts.at("given").key.refuse("what is given is given in a month");
  for (const auto &[key, value] : parts.at("given").value.entries("a map of what happened, or a file")) {
    const std::size_t process = process_called(model_, key.text());
    if (process == model_.processes.size())
      key.refuse(no_such("process", key.text(), names_of_processes(model_)));
    give(span_.from, process, value_of(model_.processes[process], value.written(), value, value.place()), key,
         key.place());
  }
}

void TimelineReader::give(Month month, std::size_t process, double value, const YamlValue &where,
                          const std::string &place) {
  const auto [earlier, is_first] = given_.emplace(std::pair(month.text(), process), place);
  if (!is_first)
    where.refuse(fmt::format("{} is given in {} already, at {}", model_.processes[process].name, month.text(),
                             earlier->second));
  forget(process, month);
  condition_.observed.push_back({month, process, value});
}

double TimelineReader::value_of(const Process &process, const std::string &text, const YamlValue &where,
                                const std::string &place) {
  const auto refuse = [&](const std::string &problem) {
    if (place == where.place()) where.refuse(problem);
    throw InputError(place + ": " + problem);
  };
  const auto label = std::find(process.labels.begin(), process.labels.end(), text);
  if (label != process.labels.end()) return static_cast<double>(label - process.labels.begin());
  if (!process.labels.empty())
    refuse(fmt::format("{} must be one of {}, not {}{}", process.name, fmt::join(process.labels, ", "),
                       engine::quoted(text), did_you_mean(text, process.labels)));
  const auto number = whole_number(text);
  if (!number || static_cast<double>(*number) > process.highest)
    refuse(fmt::format("{} must be {}, not {}", process.name,
                       whole_number_between(0, static_cast<std::uint64_t>(process.highest)),
                       engine::quoted(text)));
  return static_cast<double>(number.value_or(0));
}

/// A table of what has happened: a row a month, a column for each process, decision or chance, an empty cell
/// where nothing is known. Months outside the condition's are no part of it.
void TimelineReader::read_record(const YamlValue &name) {
  const Table table = read_table((folder_ / name.text()).string(), name.place(), "record");
  const std::vector<std::string> &header = table.header.cells;
  if (header.empty() || header.front() != "month")
    throw InputError(table.place(table.header, 0) + ": the first column of a record is called month");
  bool has_any = false;
  for (const Table::Row &row : table.rows) {
    const auto month = month_in(row.cells.front());
    if (!month)
      throw InputError(fmt::format("{}: {} is no month such as 2025-02", table.place(row, 0),
                                   engine::quoted(row.cells.front())));
    const int after_start = condition_.start.until(*month);
    if (after_start < 0 || after_start >= condition_.months) continue;
    has_any = true;
    for (std::size_t column = 1; column < header.size(); ++column)
      if (!row.cells[column].empty())
        read_cell(header[column], row.cells[column], *month, name, table.place(row, column));
  }
  if (!has_any) name.refuse(fmt::format("{} has no month of the condition's", engine::quoted(name.text())));
}

void TimelineReader::read_cell(const std::string &column, const std::string &cell, Month month,
                               const YamlValue &where, const std::string &place) {
  const std::size_t process = process_called(model_, column);
  if (process < model_.processes.size())
    return give(month, process, value_of(model_.processes[process], cell, where, place), where, place);
  const std::size_t point = place_of(model_, column);
  if (point == model_.points.size()) {
    std::vector<std::string> names = names_of_processes(model_);
    for (const ChoicePoint &one : model_.points) names.push_back(one.name);
    throw InputError(place + ": " + no_such("process, decision or chance", column, names));
  }
  static const std::vector<std::string> of_chance{"no", "yes"};
  const std::vector<std::string> &options =
      model_.points[point].is_chance() ? of_chance : model_.points[point].options;
  const auto option = std::find(options.begin(), options.end(), cell);
  if (option == options.end())
    throw InputError(fmt::format("{}: {} must be one of {}, not {}{}", place, column,
                                 fmt::join(options, ", "), engine::quoted(cell),
                                 did_you_mean(cell, options)));
  decide({month, month, point, 1U << (option - options.begin()), {}}, where, place);
}

void TimelineReader::read_changes(const Parts &parts) {
  if (parts.contains("until"))
    parts.at("until").key.refuse("'set' holds from its month on; a later entry may set it back");
  for (const YamlEntry &one : parts.at("set").value.entries("a map of parameters"))
    read_change(one, span_.from);
}

void TimelineReader::read_change(const YamlEntry &entry, Month from) {
  const std::string name = entry.key.text();
  const auto place = find_parameter(model_, name);
  if (!place) entry.key.refuse(no_such_parameter(model_, name));
  const Parameter &parameter = model_.parameters[*place];
  if (parameter.role == Role::initial || parameter.opens)
    entry.key.refuse(parameter.name + " is of the opening state, which no later month can change");
  if (parameter.role == Role::option)
    entry.key.refuse(parameter.name +
                     " is an option of the model, which holds from the first month to the last");
  const Setting setting = read_setting(parameter, entry.value, allows_);
  if (setting.distribution)
    entry.value.refuse(parameter.name + " can be set to one value in a timeline, not drawn from a law");
  const auto [earlier, is_first] = changed_.emplace(std::pair(from.text(), *place), entry.key.place());
  if (!is_first)
    entry.key.refuse(
        fmt::format("{} is set in {} already, at {}", parameter.name, from.text(), earlier->second));
  std::erase_if(condition_.changes, [&](const TimedChange &other) {
    return other.parameter == *place && other.from.until(from) == 0;
  });
  condition_.changes.push_back({from, *place, setting.value, entry.key.place()});
}

void TimelineReader::read_decisions(const Parts &parts, const std::string &word) {
  const std::string form = word == "decide" ? "a map such as {agent.decision: option}"
                                            : "a map such as {agent.decision: [option, option]}";
  for (const auto &[key, value] : parts.at(word).value.entries(form)) {
    const std::size_t place = decision_called(key);
    const ChoicePoint &point = model_.points[place];
    const std::uint32_t all = (1U << point.options.size()) - 1;
    const YamlValue options = value.called(point.name);
    if (word == "decide") {
      add(place, option_of(point, options), key, parts);
      continue;
    }
    const std::uint32_t named = options_of(point, options);
    if (word == "never" && named == all)
      value.refuse(fmt::format("{} would have no option left", point.name));
    add(place, word == "only" ? named : all & ~named, key, parts);
  }
}

void TimelineReader::read_chances(const Parts &parts, const std::string &word, bool happens) {
  for (const YamlValue &name : one_or_several(parts.at(word).value, "chances"))
    add(chance_called(name), happens ? 2U : 1U, name, parts);
}

/// Unless it belongs to a rule, one file decides a point once in a month.
void TimelineReader::add(std::size_t point, std::uint32_t options, const YamlValue &where,
                         const Parts &parts) {
  if (!of_entry_.insert(point).second)
    where.refuse(fmt::format("{} is decided twice in this entry", model_.points[point].name));
  Directive directive{span_.from, span_.until, point, options, {}};
  if (parts.contains("when")) {
    directive.when = trigger_of(parts);
    const auto rules = std::count_if(condition_.directives.begin(), condition_.directives.end(),
                                     [](const Directive &one) { return one.when.has_value(); });
    if (static_cast<std::size_t>(rules) >= most_rules)
      where.refuse(fmt::format("a timeline holds at most {} rules", most_rules));
    condition_.directives.push_back(std::move(directive));
    return;
  }
  decide(directive, where, where.place());
}

void TimelineReader::decide(const Directive &directive, const YamlValue &where, const std::string &place) {
  const Span span{directive.from, directive.until};
  for (const auto &[other, written] : decided_)
    if (other == directive.point && overlap(span.from, span.until, written.span.from, written.span.until))
      where.refuse(fmt::format("{} is decided in {} already, at {}", model_.points[other].name,
                               span_text(written.span.from, written.span.until), written.place));
  cut(condition_.directives, directive.point, span.from, span.until); // of a file that this one extends
  decided_.push_back({directive.point, {span, place}});
  condition_.directives.push_back(directive);
}

std::size_t TimelineReader::decision_called(const YamlValue &name) const {
  const std::size_t place = place_of(model_, name.text());
  if (place == model_.points.size())
    name.refuse(no_such("decision", name.text(), names_of_points(model_, false)));
  if (model_.points[place].is_chance())
    name.refuse(fmt::format("{} is a chance: it happens, or stays_away", name.text()));
  return place;
}

std::size_t TimelineReader::chance_called(const YamlValue &name) const {
  const std::size_t place = place_of(model_, name.text());
  if (place == model_.points.size())
    name.refuse(no_such("chance", name.text(), names_of_points(model_, true)));
  if (!model_.points[place].is_chance())
    name.refuse(fmt::format("{} is a decision: decide, only or never", name.text()));
  return place;
}

std::uint32_t TimelineReader::option_of(const ChoicePoint &point, const YamlValue &value) {
  const std::string text = value.written();
  const auto option = std::find(point.options.begin(), point.options.end(), text);
  if (option == point.options.end())
    value.refuse_for(fmt::format("one of {}", fmt::join(point.options, ", ")), point.options);
  return 1U << (option - point.options.begin());
}

std::uint32_t TimelineReader::options_of(const ChoicePoint &point, const YamlValue &value) {
  std::uint32_t options = 0;
  const std::vector<YamlValue> several =
      value.written().empty() ? value.items("a list of options") : std::vector<YamlValue>{value};
  if (several.empty()) value.refuse(fmt::format("{} needs at least one option", point.name));
  for (const YamlValue &one : several) {
    const std::uint32_t option = option_of(point, one.called(point.name));
    if ((options & option) != 0)
      one.refuse(fmt::format("{} has {} twice", point.name, engine::quoted(one.written())));
    options |= option;
  }
  return options;
}

Trigger TimelineReader::trigger_of(const Parts &parts) const {
  const YamlValue &when = parts.at("when").value;
  const auto months = [&](const char *key) {
    return static_cast<int>(
        parts.at(key).value.whole_number(1, static_cast<std::uint64_t>(model_.most_months)));
  };
  Trigger trigger;
  trigger.text = when.text();
  for (const Comparison &comparison : comparisons_of(trigger.text))
    trigger.terms.push_back(term_of(comparison, when));
  if (trigger.terms.size() > most_terms)
    when.refuse(fmt::format("a rule looks at {} things at most", most_terms));
  trigger.once = parts.contains("within");
  if (trigger.once) trigger.lasts = months("within");
  if (parts.contains("for")) trigger.lasts = months("for");
  if (parts.contains("at_most")) trigger.most = months("at_most");
  return trigger;
}

Term TimelineReader::term_of(const Comparison &comparison, const YamlValue &where) const {
  if (!comparison.relation) return term_alone(comparison.name, where);
  const auto series = std::find_if(model_.series.begin(), model_.series.end(), [&](const Series &one) {
    return one.name == comparison.name || (!comparison.name.empty() && one.symbol == comparison.name);
  });
  if (series == model_.series.end())
    where.refuse(no_such("series", comparison.name, names_of_series(model_)));
  const auto place = static_cast<std::size_t>(series - model_.series.begin());
  const auto label = std::find(series->labels.begin(), series->labels.end(), comparison.value);
  if (label != series->labels.end())
    return {place, *comparison.relation, static_cast<double>(label - series->labels.begin())};
  const auto number = decimal_number(comparison.value);
  if (!number && !series->labels.empty())
    where.refuse(fmt::format("{}: {}", comparison.name, no_such("label", comparison.value, series->labels)));
  if (!number)
    where.refuse(fmt::format("{} is compared with {}, which is no number", comparison.name,
                             engine::quoted(comparison.value)));
  return {place, *comparison.relation, *number};
}

/// A label that one series has, or a series of counts, which must not be 0.
Term TimelineReader::term_alone(const std::string &name, const YamlValue &where) const {
  std::vector<std::string> words;
  std::vector<std::string> holders;
  std::optional<Term> found;
  for (std::size_t place = 0; place < model_.series.size(); ++place) {
    const Series &series = model_.series[place];
    if (series.counted && (series.name == name)) return {place, Relation::at_least, 1.0};
    words.insert(words.end(), series.labels.begin(), series.labels.end());
    const auto label = std::find(series.labels.begin(), series.labels.end(), name);
    if (label == series.labels.end()) continue;
    holders.push_back(series.name + " == " + name);
    found = Term{place, Relation::equal, static_cast<double>(label - series.labels.begin())};
  }
  if (holders.size() > 1) where.refuse(fmt::format("'{}' may mean {}", name, fmt::join(holders, " or ")));
  if (found) return *found;
  const std::vector<std::string> names = names_of_series(model_);
  words.insert(words.end(), names.begin(), names.end());
  where.refuse(no_such("label or series", name, words) + "; a rule looks at a series: NAME >= 2");
}

void sort_timeline(Condition &condition) {
  std::stable_sort(condition.timeline.begin(), condition.timeline.end(),
                   [](const Given &one, const Given &other) { return one.month.until(other.month) > 0; });
  std::stable_sort(condition.observed.begin(), condition.observed.end(),
                   [](const auto &one, const auto &other) { return one.month.until(other.month) > 0; });
  std::stable_sort(condition.changes.begin(), condition.changes.end(),
                   [](const auto &one, const auto &other) { return one.from.until(other.from) > 0; });
}

std::string text_of(const Model &model, const Observed *first, const Observed *end) {
  std::vector<std::string> given;
  for (const Observed *one = first; one != end; ++one) {
    const Process &process = model.processes[one->process];
    given.push_back(process.name + ": " +
                    (process.labels.empty() ? fmt::format("{}", one->value)
                                            : process.labels[static_cast<std::size_t>(one->value)]));
  }
  return fmt::format("{{month: {}, given: {{{}}}}}", first->month.text(), fmt::join(given, ", "));
}

std::string text_of(const Model &model, const TimedChange &change) {
  const Parameter &parameter = model.parameters[change.parameter];
  return fmt::format("{{month: {}, set: {{{}: {}}}}}", change.from.text(), parameter.name,
                     text_of(parameter, Setting{change.value, {}}));
}

std::string text_of(const Model &model, const Directive &directive) {
  const ChoicePoint &point = model.points[directive.point];
  std::string what;
  if (point.is_chance()) {
    what = fmt::format("{}: {}", directive.options == 2U ? "happens" : "stays_away", point.name);
  } else {
    std::vector<std::string> left;
    for (std::size_t option = 0; option < point.options.size(); ++option)
      if ((directive.options >> option & 1U) != 0) left.push_back(point.options[option]);
    what = std::has_single_bit(directive.options)
               ? fmt::format("decide: {{{}: {}}}", point.name, left.front())
               : fmt::format("only: {{{}: [{}]}}", point.name, fmt::join(left, ", "));
  }
  std::string when;
  if (directive.when) {
    const Trigger &trigger = *directive.when;
    when =
        fmt::format("when: \"{}\", {}: {}, ", trigger.text, trigger.once ? "within" : "for", trigger.lasts);
    if (trigger.most > 0) when += fmt::format("at_most: {}, ", trigger.most);
  }
  return fmt::format("{{from: {}, until: {}, {}{}}}", directive.from.text(), directive.until.text(), when,
                     what);
}

} // namespace engine
