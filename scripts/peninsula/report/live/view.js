// SPDX-License-Identifier: Apache-2.0
// What the reader looks at: conditions of the file, with what he changed. As steps for the engine, as YAML, as a
// command, and as the fragment of a link.
// The first numbers of steps, as engine/model/scenario_steps.cpp has them.
const STEP = { set: 0, give: 4, decide: 6 };
const ITSELF = -1;

class View {
  /// `page`: the page's data; `declared`: what the model declares.
  constructor(page, declared) {
    Object.assign(this, { page, declared, under: Math.min(1, page.conditions.length - 1), against: 0 });
    if (page.conditions.length === 1) this.against = ITSELF;
    this.clear();
  }

  clear() { Object.assign(this, { open: false, values: new Map(), events: [], decisions: [] }); }
  get isChanged() { return this.open || this.values.size + this.events.length + this.decisions.length > 0; }
  get condition() { return this.page.conditions[this.under]; }
  get reference() { return this.page.conditions[this.against === ITSELF ? this.under : this.against]; }

  parameter(name) { return this.declared.parameters.find((each) => each.name === name); }

  /// The months of a condition, as dates or numbers of years: what an event may have.
  months(condition) {
    const [year, month] = condition.start.split("-").map(Number);
    return Array.from({ length: this.page.months }, (_, i) => month === undefined || Number.isNaN(month) ? `year ${i}`
      : `${year + Math.floor((month - 1 + i) / 12)}-${String((month - 1 + i) % 12 + 1).padStart(2, "0")}`);
  }

  steps(condition, isChanged) {
    const steps = [...(this.open ? condition.open : condition.steps)];
    if (!isChanged) return steps;
    const { parameters, events, processes, choices } = this.declared;
    for (const [name, value] of this.values)
      steps.push(STEP.set, parameters.findIndex((each) => each.name === name), value);
    const months = this.months(condition);
    for (const { month, event } of this.events) {
      const { process, value } = events.find((each) => each.name === event);
      if (months.includes(month)) steps.push(STEP.give, months.indexOf(month), processes.findIndex((each) => each.name === process), value);
    }
    for (const { from, until, choice, option } of this.decisions) {
      const place = choices.findIndex((each) => each.name === choice);
      steps.push(STEP.decide, months.indexOf(from), months.indexOf(until), place,
                 2 ** choices[place].options.indexOf(option));
    }
    return steps;
  }

  /// What the engine is given: the reference first.
  get told() {
    const { seed, perState } = this.page;
    const both = [[this.reference, this.against !== ITSELF], [this.condition, true]];
    return { seed, perState, conditions: both.map(([condition, isChanged]) =>
      ({ steps: this.steps(condition, isChanged), calendar: condition.calendar })) };
  }

  /// An event in a month, instead of one that sets the same process then.
  happen(entry) {
    const process = ({ event }) => this.declared.events.find((each) => each.name === event).process;
    this.events = this.events.filter((each) => each.month !== entry.month || process(each) !== process(entry));
    this.events.push(entry);
  }
  /// A decision, instead of those of the same choice in any of its months.
  decide(entry) {
    const at = (month) => this.months(this.condition).indexOf(month);
    this.decisions = this.decisions.filter((each) =>
      each.choice !== entry.choice || at(each.until) < at(entry.from) || at(each.from) > at(entry.until));
    this.decisions.push(entry);
  }

  written(name, value) {
    const { labels } = this.parameter(name);
    return labels.length ? labels[value] : String(value);
  }

  get settings() {
    const open = this.open ? ["open=prior"] : [];
    return [...open, ...[...this.values].map(([name, value]) => `${name}=${this.written(name, value)}`)];
  }

  get timeline() {
    return [...this.events.map(({ month, event }) => `{month: ${month}, event: ${event}}`),
            ...this.decisions.map(({ from, until, choice, option }) =>
              `{from: ${from}, until: ${until}, decide: {${choice}: ${option}}}`)];
  }

  /// The changed condition as a file of its own.
  get yaml() {
    const lines = [`name: ${this.condition.name}-changed`, `summary: ${this.condition.name}, changed in a page.`,
                   `extends: ${this.condition.file}`];
    if (this.values.size) lines.push("parameters:");
    for (const [name, value] of this.values) lines.push(`  ${name}: ${this.written(name, value)}`);
    if (this.timeline.length) lines.push("timeline:", ...this.timeline.map((entry) => `  - ${entry}`));
    return `${lines.join("\n")}\n`;
  }

  /// What reproduces the view: the file above, where there is a timeline, and a command.
  command(trajectories) {
    const changed = this.timeline.length ? [`${this.condition.name}-changed.yaml`] : [this.condition.file];
    const names = this.against === ITSELF ? changed : [this.reference.file, ...changed];
    const settings = this.timeline.length ? (this.open ? ["open=prior"] : []) : this.settings;
    const words = ["peninsula", "run", ...names, "-n", trajectories, "--seed", this.page.seed];
    for (const setting of settings) words.push("--set", setting);
    if (this.page.perState > 1) words.push("--per-state", this.page.perState);
    return words.join(" ");
  }

  get fragment() {
    if (!this.isChanged && this.under === Math.min(1, this.page.conditions.length - 1) && this.against <= 0) return "";
    const { under, against, open, events, decisions } = this;
    return `live=${encodeURIComponent(JSON.stringify({ under, against, open, set: [...this.values], events, decisions }))}`;
  }

  /// Takes what a link says, as far as this page has it. Whether it was one.
  read(fragment) {
    if (!fragment.startsWith("live=")) return false;
    let said;
    try { said = JSON.parse(decodeURIComponent(fragment.slice(5))); } catch { return false; }
    if (said === null || typeof said !== "object") return false;
    const listed = (list) => Array.isArray(list) ? list : [];
    const among = (place, least) => Number.isInteger(place) && place >= least && place < this.page.conditions.length;
    if (among(said.under, 0)) this.under = said.under;
    if (among(said.against, ITSELF)) this.against = said.against;
    this.open = said.open === true;
    this.values = new Map(listed(said.set).filter((each) => Array.isArray(each) && this.admits(...each)));
    Object.assign(this, { events: [], decisions: [] });
    for (const each of listed(said.events)) if (this.hasEvent(each)) this.happen(each);
    for (const each of listed(said.decisions)) if (this.hasDecision(each)) this.decide(each);
    return true;
  }

  admits(name, value) {
    const found = this.parameter(name);
    if (!found || !Number.isFinite(value)) return false;
    return found.labels.length ? Number.isInteger(value) && value >= 0 && value < found.labels.length
      : value >= found.lowest && value <= found.highest;
  }
  hasEvent(said) {
    const { month, event } = said || {};
    return this.months(this.condition).includes(month) && this.declared.events.some((each) => each.name === event);
  }
  hasDecision(said) {
    const { from, until, choice, option } = said || {};
    const months = this.months(this.condition), found = this.declared.choices.find((each) => each.name === choice);
    return months.includes(from) && months.indexOf(until) >= months.indexOf(from) && found !== undefined && found.options.includes(option);
  }
}
