// SPDX-License-Identifier: Apache-2.0
// The panel: what may be moved, and what comes of it. All it names, the model has declared.
const TRAJECTORIES = 20000;
const MORE = 100000;
const make = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};
const option = (value, words = value) => make("option", { value, textContent: words });
const words = (name) => name.replace(/_/g, " ").replace(/[a-z]+/g, (word) => CAPITALS.get(word) || word);
const CAPITALS = new Map();  // of names, by the page
const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const unpacked = async (bytes) =>
  new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());

class Panel {
  constructor(section, page, declared) {
    Object.assign(this, { section, page, declared, wanted: TRAJECTORIES, view: new View(page, declared), pending: 0 });
    this.months = () => this.view.months(this.view.condition);
    this.shown = new Set(page.offered);
    this.opened = new Map();  // groups that the reader has opened or closed
    for (const name of page.names) CAPITALS.set(name.toLowerCase(), name);
  }
  part(name) { return this.section.querySelector(`[data-part=${name}]`); }

  /// Runs the file's first trajectories again. How many are as the file's engine had them.
  async check(engine) {
    const { count, digests } = this.page.check;
    const expected = new Uint32Array(bytesOf(digests).buffer);
    const conditions = this.page.conditions.map(({ steps, calendar }) => ({ steps, calendar }));
    engine.begin({ seed: this.page.seed, perState: this.page.perState, conditions });
    let equal = 0;
    for (let first = 0; first < count; first += 128) {
      const found = engine.digests(first, Math.min(128, count - first));
      found.forEach((digest, i) => { equal += digest === expected[first + i]; });
      await new Promise((next) => setTimeout(next));  // the page stays awake
    }
    return equal;
  }

  build() {
    this.buildConditions();
    this.buildAssumptions();
    this.buildTimeline();
    this.buildFigures();
    this.part("reset").addEventListener("click", () => { this.view.clear(); this.again(); });
    this.part("more").addEventListener("click", () => { this.wanted = MORE; this.crew.goOn(MORE); this.tell(); });
    for (const what of ["yaml", "command", "link"]) this.part(what).addEventListener("click", () => this.copy(what));
    addEventListener("hashchange", () => { if (this.follow(location.hash.slice(1))) this.again(); });
    addEventListener("resize", () => this.later());
  }

  /// Takes a link, and says what of it this page has not. Whether it was one.
  follow(fragment) {
    const left = this.view.read(fragment);
    this.say("unread", left?.length ? `The link asks for what this page has not: ${left.join("; ")}. The rest is as it says.` : "");
    return left !== null;
  }

  /// A line of the page, there while it has something to say.
  say(part, text) {
    this.part(part).textContent = text;
    this.part(part).hidden = !text;
  }

  /// Everything as the view has it now.
  again() {
    this.part("under").value = this.view.under;
    this.part("against").value = this.against;
    this.part("open").checked = this.view.open;
    for (const name of this.view.values.keys()) this.shown.add(name);
    this.buildAssumptions();
    this.listTimeline();
    this.turn();
  }

  buildConditions() {
    const { conditions } = this.page;
    this.part("under").append(...conditions.map(({ name }, i) => option(i, name)));
    this.part("against").append(option(ITSELF, "itself, as it is"), ...conditions.map(({ name }, i) => option(i, `${name}, as it is`)),
      ...conditions.map(({ name }, i) => option(`${i} alike`, `${name}, changed alike`)));
    this.part("under").value = this.view.under;
    this.part("against").value = this.against;
    const turned = () => { this.buildAssumptions(); this.turn(); };
    this.part("under").addEventListener("change", (event) => { this.view.under = +event.target.value; turned(); });
    this.part("against").addEventListener("change", ({ target: { value } }) => {
      Object.assign(this.view, { against: Number.parseInt(value, 10), isAlike: value.endsWith("alike") });
      turned();
    });
    this.part("open").addEventListener("change", (event) => { this.view.open = event.target.checked; this.buildAssumptions(); this.turn(); });
  }

  get against() { return `${this.view.against}${this.view.isAlike ? " alike" : ""}`; }

  /// What a parameter is under the condition; NaN where it is drawn.
  valueOf(parameter) {
    const { name } = parameter;
    if (this.view.values.has(name)) return this.view.values.get(name);
    const place = this.declared.parameters.indexOf(parameter);
    const values = this.view.open ? this.view.condition.openValues : this.view.condition.values;
    return place in values ? values[place] ?? NaN : parameter.default;
  }

  buildAssumptions() {
    const groups = new Map();
    for (const parameter of this.declared.parameters) {
      if (!this.shown.has(parameter.name)) continue;
      const group = parameter.name.split(".")[0];
      groups.set(group, [...(groups.get(group) || []), this.control(parameter)]);
    }
    const isWide = matchMedia("(min-width: 901px)").matches;
    this.part("assumptions").replaceChildren(...[...groups].map(([group, controls], i) => {
      const made = make("details", { className: "group", open: this.opened.get(group) ?? i < (isWide ? 3 : 1) },
        make("summary", { textContent: this.page.groups[group] }), ...controls);
      made.addEventListener("toggle", () => this.opened.set(group, made.open));
      return made;
    }));
    const rest = this.declared.parameters.filter(({ name }) => !this.shown.has(name));
    this.part("names").replaceChildren(...rest.map(({ name, meaning }) => option(name, meaning)));
    const add = this.part("add");
    add.onchange = () => {
      const asked = add.value.trim(), found = this.declared.parameters.find(({ name, symbol }) => asked && [name, symbol].includes(asked));
      this.say("unknown", asked && !found ? `There is no assumption “${asked}” in the model.` : "");
      if (!found) return;
      const { name } = found;
      this.shown.add(name);
      this.opened.set(name.split(".")[0], true);
      add.value = "";
      this.buildAssumptions();
      document.getElementById(`live-${name}`).focus();
    };
  }

  control(parameter) {
    const { name, meaning, source, basis, unit, labels } = parameter;
    const id = `live-${name}`, value = this.valueOf(parameter);
    const set = (next) => { this.view.values.set(name, next); row.classList.add("moved"); this.doubt(row, parameter, next); this.turn(); };
    const inputs = labels.length ? [this.labelled(id, labels, value, set)] : this.sliders(id, parameter, value, set);
    const reset = make("button", { type: "button", textContent: "undo", ariaLabel: `undo ${name}` });
    reset.addEventListener("click", () => { this.view.values.delete(name); this.buildAssumptions(); this.turn(); document.getElementById(id).focus(); });
    const row = make("div", { className: `assumption${this.view.values.has(name) ? " moved" : ""}` },
      make("label", { htmlFor: id, textContent: meaning[0].toUpperCase() + meaning.slice(1) }),
      make("div", { className: "inputs" }, ...inputs, reset),
      make("details", {}, make("summary", { textContent: `${name}${Number.isNaN(value) ? ": drawn" : ""}` }),
        make("p", { className: "range", textContent: `${this.range(parameter)} ${unit === "1" ? "" : `Unit: ${unit}. `}Rests on: ${basis}. ${source === basis ? "" : source}` })));
    this.doubt(row, parameter, value);
    return row;
  }

  /// Says so beside a value that nobody thinks plausible.
  doubt(row, { prior }, value) {
    const isFar = prior && (value < prior[0] || value > prior[1]);
    row.querySelector(".far")?.remove();
    if (isFar) row.querySelector(".inputs").after(make("p", { className: "far note", textContent: `Outside what is thought plausible, ${plain(prior[0])} to ${plain(prior[1])}.` }));
  }

  range({ prior, lowest, highest, labels, default: value }) {
    if (labels.length) return `Default: ${words(labels[value])}.`;
    return prior ? `Default ${plain(value)}; plausible from ${plain(prior[0])} to ${plain(prior[1])}.`
      : `Default ${plain(value)}; no range is thought plausible, so none is offered; it may be from ${plain(lowest)} to ${plain(highest)}.`;
  }

  labelled(id, labels, value, set) {
    const select = make("select", { id }, ...labels.map((label, i) => option(i, words(label))));
    select.value = value;
    select.addEventListener("change", () => set(+select.value));
    return select;
  }

  sliders(id, parameter, value, set) {
    const { prior, lowest, highest, default: usual } = parameter;
    const [low, high] = prior || [lowest, Math.min(highest, Math.max(1, 4 * Math.abs(usual)))];
    const from = Math.min(low, Number.isNaN(value) ? low : value), to = Math.max(high, Number.isNaN(value) ? high : value);
    const step = 10 ** Math.floor(Math.log10((to - from) / 100));
    const at = Number.isNaN(value) ? usual : value;
    const slider = make("input", { type: "range", id, min: from, max: to, step: "any", value: at });
    slider.step = step;
    slider.min = from;
    slider.value = at;
    const number = make("input", { type: "number", min: lowest, max: highest, step: "any", value: plain(at, 6).replace(MINUS, "-"), ariaLabel: `${parameter.name}, exactly` });
    slider.addEventListener("input", () => { number.value = +(+slider.value).toPrecision(6); set(+number.value); });
    number.addEventListener("change", () => {
      const isAdmitted = this.view.admits(parameter.name, number.valueAsNumber);
      this.say("refused", isAdmitted ? "" : `${parameter.name} must be from ${plain(lowest)} to ${plain(highest)}; it stays as it was.`);
      if (!isAdmitted) {
        const kept = this.valueOf(parameter);
        number.value = +(Number.isNaN(kept) ? usual : kept).toPrecision(6);
        return;
      }
      slider.value = number.value;
      set(number.valueAsNumber);
    });
    return [slider, number];
  }

  buildTimeline() {
    const months = () => this.months().map((month) => option(month));
    const choices = this.declared.choices.filter(({ options }) => options.length > 0);
    this.part("event").append(...this.declared.events.map(({ name, meaning }) => option(name, meaning)));
    this.part("choice").append(...choices.map(({ name, meaning }) => option(name, meaning)));
    for (const which of ["month", "from", "until"]) this.part(which).append(...months());
    this.part("until").value = this.months().at(-1);
    const options = () => this.part("option").replaceChildren(
      ...(choices.find(({ name }) => name === this.part("choice").value)?.options || []).map((each) => option(each, words(each))));
    this.part("choice").addEventListener("change", options);
    options();
    this.part("add-event").addEventListener("click", () => this.note("events", { month: this.part("month").value, event: this.part("event").value }));
    this.part("add-decision").addEventListener("click", () => {
      const said = Object.fromEntries(["from", "until", "choice", "option"].map((name) => [name, this.part(name).value]));
      if (this.view.hasDecision(said)) this.note("decisions", said);
      else this.say("refused", "A decision must end in the month in which it begins, or later.");
    });
    this.part("timeline").hidden = this.declared.events.length + choices.length === 0;
    this.part("decide").hidden = choices.length === 0;
  }

  note(list, entry) {
    this.view[list === "events" ? "happen" : "decide"](entry);
    this.listTimeline();
    this.turn();
  }

  listTimeline() {
    const told = (list, entry, text) => {
      const undo = make("button", { type: "button", textContent: "undo", ariaLabel: `undo ${text}` });
      undo.addEventListener("click", () => { this.view[list] = this.view[list].filter((each) => each !== entry); this.listTimeline(); this.turn(); });
      return make("li", {}, `${text} `, undo);
    };
    const meaning = (list, wanted) => this.declared[list].find(({ name }) => name === wanted).meaning;
    this.part("entries").replaceChildren(
      ...this.view.events.map((each) => told("events", each, `${each.month}: ${meaning("events", each.event)}`)),
      ...this.view.decisions.map((each) => told("decisions", each, `${each.from} to ${each.until}: ${meaning("choices", each.choice)} is ${words(each.option)}`)));
  }

  buildFigures() {
    this.part("outcome").append(...this.page.outcomes.map(({ head }, i) => option(i, head)));
    this.part("series").append(...this.page.series.map(({ head }, i) => option(i, head)));
    this.part("outcome").value = Math.max(0, this.page.outcomes.findIndex(({ isShare }) => !isShare));
    for (const which of ["outcome", "series"]) this.part(which).addEventListener("change", () => this.tell());
    this.part("fan").hidden = this.page.series.length === 0;
  }

  /// Another view: the workers turn to it at once.
  turn() {
    this.wanted = TRAJECTORIES;
    this.section.dataset.done = "none";
    const refused = this.crew.show(this.view.told, this.wanted);
    this.say("refused", refused ? `Not simulated: ${refused}.` : "");
    for (const part of ["copied", "where", "said"]) this.say(part, "");  // they told of the view before
    history.replaceState(null, "", this.view.fragment ? `#${this.view.fragment}` : location.pathname + location.search);
    if (refused) this.crew.turn += 1;  // what was simulated before is no answer to this
  }

  /// Draws at the browser's next turn, however often it is asked to.
  later() {
    if (this.pending) return;
    this.pending = requestAnimationFrame(() => { this.pending = 0; this.tell(); });
  }

  tell() {
    const { engine, done } = this.crew;
    if (done === 0) return;
    const rows = this.page.outcomes.map((outcome, i) => [outcome, engine.told(1, i), engine.told(0, i)]);
    this.part("results").replaceChildren(...rows.map((row) => this.row(...row)));
    const { here, there, open } = this.view;
    this.part("here").textContent = here;
    this.part("there").textContent = there;
    const [outcome, changed, before] = rows[0];
    const difference = differenceTold(outcome, changed.difference);
    this.part("headline").textContent = `${outcome.head}: ${estimateTold(outcome, before).value} under ${there}; ${estimateTold(outcome, changed).value} under ${here}${open ? "; what is left open is drawn" : ""}; difference ${difference.value} ${difference.interval}`;
    this.part("done").textContent = `${done.toLocaleString("en")} of ${this.wanted.toLocaleString("en")} trajectories of each`;
    this.part("more").hidden = this.wanted === MORE || done < this.wanted;
    this.section.dataset.done = done === this.wanted ? "all" : "some";
    this.draw(rows);
  }

  row(outcome, changed, before) {
    const cell = ({ value, interval }, label) => make("td", {}, make("span", { className: "value", textContent: value }), " ", make("span", { className: "interval", textContent: interval }));
    const difference = differenceTold(outcome, changed.difference);
    const told = make("td", { className: difference.clear ? "clear" : "unclear" },
      make("span", { className: "change", textContent: difference.clear ? difference.value : `(${difference.value})` }), " ",
      make("span", { className: "interval", textContent: difference.interval }));
    const cells = [cell(estimateTold(outcome, before)), cell(estimateTold(outcome, changed)), told];
    ["there", "here", "difference"].forEach((name, i) => { cells[i].dataset.label = name === "difference" ? "Difference" : this.part(name).textContent; });
    return make("tr", {}, make("th", { scope: "row" }, outcome.head, make("small", { textContent: ` ${outcome.told}` })), ...cells,
      make("td", { className: "drawn" }, strip(outcome, changed, before)));
  }

  /// What stands beside the controls stays in view, from its top or, where it is too high, down to its end.
  hold() {
    const answers = this.section.querySelector(".answers");
    answers.style.top = `${Math.min(this.part("headline").offsetHeight + 8, innerHeight - answers.offsetHeight - 12)}px`;
  }

  draw(rows) {
    this.hold();
    const { engine } = this.crew, width = Math.max(280, this.part("heap").clientWidth || 600);
    const which = +this.part("outcome").value, [outcome, changed, before] = rows[which];
    this.part("heap").replaceChildren(heap(width, outcome, engine.bins(1, which), engine.bins(0, which), this.page.step,
      `${outcome.head}: ${estimateTold(outcome, changed).value}, and ${estimateTold(outcome, before).value} in the other`));
    if (this.page.series.length === 0) return;
    const place = +this.part("series").value, { labels, head } = this.page.series[place];
    const months = this.months(), columns = labels.length || 5;
    const here = engine.series(1, place, columns), there = engine.series(0, place, columns);
    const last = labels.length ? "" : `: median ${plain(here.at(-1)[2])} in the last ${this.page.step}, ${plain(there.at(-1)[2])} in the other`;
    this.part("months").replaceChildren(labels.length ? stack(width, months, here, head) : fan(width, months, here, there, head + last));
    this.part("labels").textContent = labels.length ? `From below: ${labels.map(words).join(", ")}.` : "";
  }

  async copy(what) {
    const text = { yaml: this.view.yaml, command: this.view.command(this.wanted), link: location.href.split("#")[0] + (this.view.fragment ? `#${this.view.fragment}` : "") }[what];
    this.say("copied", text);
    const own = [this.view.reference, this.view.condition].filter(({ isShipped }) => !isShipped).map(({ file }) => file);
    const notes = own.length ? [`${[...new Set(own)].join(" and ")}: the condition’s own file, which is not in this page.`] : [];
    if (what === "link" && location.protocol === "file:") notes.push("The link opens this file on this machine; elsewhere the part from # on follows the page’s own address.");
    this.say("where", notes.join(" "));
    let said = "Copied.";
    try { await navigator.clipboard.writeText(text); } catch { said = "Select it below to copy it."; }
    this.say("said", said);
  }
}

async function openLive() {
  const section = document.getElementById("live"), note = document.getElementById("live-note");
  const say = (why) => { note.textContent = `Nothing can be moved in this page here: ${why}. All else of it is complete.`; note.hidden = false; section.hidden = true; document.getElementById("live-link").hidden = true; };
  try {
    if (typeof WebAssembly !== "object" || typeof DecompressionStream !== "function") throw new Error("the browser lacks WebAssembly or streams");
    const packed = (name) => unpacked(bytesOf(document.getElementById(name).textContent.trim()));
    const page = JSON.parse(new TextDecoder().decode(await packed("live-data")));
    const module = await packed("live-module");
    if (!WebAssembly.validate(module)) throw new Error("the browser or its processor has no WebAssembly SIMD");
    let panel = null;
    const places = (list) => list.map(({ place }) => place);
    const crew = await Crew.of(module, page.worker,
      { months: page.months, outcomes: places(page.outcomes), series: places(page.series) },
      (failed) => failed ? say(failed) : panel.later());
    panel = new Panel(section, page, crew.engine.declarations());
    panel.crew = crew;
    section.panel = panel;  // for whoever looks closer
    const equal = await panel.check(crew.engine), { count } = page.check;
    if (equal < count) throw new Error(`it computes otherwise than the engine did, in ${count - equal} of ${count} trajectories`);
    panel.part("checked").textContent = `This page computes what the engine computed: ${equal.toLocaleString("en")} of ${count.toLocaleString("en")} trajectories equal, bit for bit.`;
    panel.build();
    panel.follow(location.hash.slice(1));
    section.hidden = false;
    document.getElementById("live-link").hidden = false;
    panel.again();
  } catch (error) {
    say(error.message);
  }
}
openLive();
