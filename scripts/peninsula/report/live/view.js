// SPDX-License-Identifier: Apache-2.0
// What the reader looks at: conditions of the file, with what he changed. As steps for the engine, as YAML, as a
// command, and as the fragment of a link.
// The first numbers of steps, as engine/model/scenario_steps.cpp has them.
const STEP = { set: 0, give: 4, decide: 6 };
const ITSELF = -1;

class View {
  /// `page`: the page's data; `declared`: what the model declares.
  constructor(page, declared) {
    Object.assign(this, { page, declared });
    this.begin();
  }

  /// The second condition against the first, as the file has both.
  begin() {
    const { length } = this.page.conditions;
    Object.assign(this, { under: Math.min(1, length - 1), against: length > 1 ? 0 : ITSELF, isAlike: false });
    this.clear();
  }
  clear() { Object.assign(this, { open: false, values: new Map(), events: [], decisions: [] }); }

  /// Whether anything is other than in the file, apart from what is drawn.
  get isMoved() { return this.values.size + this.events.length + this.decisions.length > 0; }
  get isChanged() { return this.open || this.isMoved; }
  get condition() { return this.page.conditions[this.under]; }
  get reference() { return this.page.conditions[this.against === ITSELF ? this.under : this.against]; }
  get isReferenceMoved() { return this.isMoved && this.isAlike && this.against !== ITSELF; }
  /// What both are called.
  get here() { return this.condition.name + (this.isMoved ? ", changed" : ""); }
  get there() {
    const isItself = this.against === ITSELF || this.against === this.under;
    return this.reference.name + (this.isReferenceMoved ? ", changed" : isItself ? ", as it is" : "");
  }

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
    const both = [[this.reference, this.isReferenceMoved], [this.condition, true]];
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

  get timeline() {
    return [...this.events.map(({ month, event }) => `{month: ${month}, event: ${event}}`),
            ...this.decisions.map(({ from, until, choice, option }) =>
              `{from: ${from}, until: ${until}, decide: {${choice}: ${option}}}`)];
  }

  /// A side of the view as a file of its own: its name and text; none where the condition is as its own file has it.
  file(condition, isMoved, suffix) {
    if (!isMoved && !this.open) return null;
    const name = `${condition.name}-${suffix}`;
    const held = this.open ? Object.entries(condition.held).filter(([each]) => !isMoved || !this.values.has(each)) : [];
    const set = isMoved ? [...this.values].map(([each, value]) => [each, this.written(each, value)]) : [];
    const lines = [`name: ${name}`, `summary: ${condition.name}, changed in a page.`, `extends: ${condition.file}`, `${this.page.step}s: ${this.page.months}`];
    if (this.open || set.length) lines.push("parameters:");
    if (this.open) lines.push("  open: prior");
    for (const [each, value] of [...held, ...set]) lines.push(`  ${each}: ${value}`);
    if (isMoved && this.timeline.length) lines.push("timeline:", ...this.timeline.map((entry) => `  - ${entry}`));
    return { path: `${name}.yaml`, text: `${lines.join("\n")}\n` };
  }

  /// Both sides, the reference first: what the program is given, and the files that it needs for that.
  get sides() {
    const there = this.file(this.reference, this.isReferenceMoved, this.isReferenceMoved ? "changed" : "open");
    const here = this.file(this.condition, this.isMoved, this.isMoved ? "changed" : "open");
    const words = [there ? there.path : this.reference.file, here ? here.path : this.condition.file];
    return { words: [...new Set(words)], files: [there, here].filter((each, i, all) => each && each.path !== all[i - 1]?.path) };
  }

  get yaml() {
    const { files } = this.sides;
    if (!files.length) return `# ${this.condition.file}: as it is\n`;
    return files.map(({ path, text }) => `# ${path}\n${text}`).join("\n");
  }

  /// What a shell is given: it writes the files, and runs them.
  command(trajectories) {
    const { words, files } = this.sides;
    const states = this.page.perState > 1 ? ` --per-state ${this.page.perState}` : "";
    return files.map(({ path, text }) => `cat > ${path} <<'END'\n${text}END\n`).join("") +
      `peninsula run ${words.join(" ")} -n ${trajectories} --months ${this.page.months} --seed ${this.page.seed}${states} -o moved.h5\n`;
  }

  get fragment() {
    const { open, isAlike, events, decisions } = this;
    const said = { under: this.condition.name, against: this.against === ITSELF ? null : this.reference.name, isAlike, open,
                   set: [...this.values], events, decisions };
    const begun = new View(this.page, this.declared);
    const isBegun = !this.isChanged && begun.under === this.under && begun.against === this.against && !isAlike;
    return isBegun ? "" : `live=${encodeURIComponent(JSON.stringify(said))}`;
  }

  /// Takes what a link says, as far as this page has it. What it has not, in words; null if it is no such link.
  read(fragment) {
    if (!fragment.startsWith("live=")) return null;
    this.begin();
    let said = null;
    try { said = JSON.parse(decodeURIComponent(fragment.slice(5))); } catch { /* told below */ }
    if (said === null || typeof said !== "object") return ["all of it"];
    const left = [], listed = (list) => Array.isArray(list) ? list : [];
    const place = (name) => this.page.conditions.findIndex((each) => each.name === name);
    const take = (list, isHere, keep, tell) => {
      for (const each of listed(list)) if (isHere(each)) keep(each); else left.push(String(tell(each)));
    };
    if (place(said.under) >= 0) this.under = place(said.under); else if (said.under !== undefined) left.push(`condition ${said.under}`);
    if (said.against === null) this.against = ITSELF;
    else if (place(said.against) >= 0) this.against = place(said.against);
    else if (said.against !== undefined) left.push(`condition ${said.against}`);
    Object.assign(this, { open: said.open === true, isAlike: said.isAlike === true && this.against !== ITSELF });
    take(said.set, (each) => Array.isArray(each) && this.admits(...each), ([name, value]) => this.values.set(name, value), (each) => each);
    take(said.events, (each) => this.hasEvent(each), (each) => this.happen(each), (each) => each?.event);
    take(said.decisions, (each) => this.hasDecision(each), (each) => this.decide(each), (each) => each?.choice);
    return left;
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
