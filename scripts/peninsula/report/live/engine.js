// SPDX-License-Identifier: Apache-2.0
// The engine's module, as the page and its workers call it: engine/page/exports.cpp has the other side. Numbers go to
// and fro in a room of memory that both see, and that may move whenever a function is called.
class Engine {
  /// From the module's bytes. Throws where the browser cannot run it.
  static async of(bytes) {
    const refuse = (name) => () => { throw new Error(`the engine called ${name}`); };
    const system = Object.fromEntries(["fd_close", "fd_seek", "fd_write"].map((name) => [name, refuse(name)]));
    const { instance } = await WebAssembly.instantiate(bytes, { wasi_snapshot_preview1: system });
    instance.exports._initialize();
    return new Engine(instance.exports);
  }

  constructor(exports) { this.exports = exports; }

  put(numbers) {
    const place = this.exports.room(numbers.length);
    new Float64Array(this.exports.memory.buffer, place, numbers.length).set(numbers);
    return numbers.length;
  }
  taken(count) { return Array.from(new Float64Array(this.exports.memory.buffer, this.exports.room(0), count)); }
  text(place) {
    return new TextDecoder().decode(new Uint8Array(this.exports.memory.buffer, place, this.exports.letters()));
  }

  /// All that the model declares.
  declarations() { return JSON.parse(this.text(this.exports.declarations())); }

  /// Begins anew: months, and the places of outcomes and series that are counted.
  open({ months, outcomes, series }) {
    this.put([...outcomes, ...series]);
    this.exports.open(months, outcomes.length, series.length);
  }

  /// Takes the conditions of a view, the reference first. Why one is refused; or nothing.
  begin({ seed, perState, conditions }) {
    this.exports.begin(BigInt(seed), BigInt(perState));
    for (const { steps, calendar } of conditions) {
      const answer = this.exports.add(this.put(steps), calendar);
      if (answer === 1) return "these are no steps of this model";
      if (answer === 2) return this.text(this.exports.constraint());
    }
    this.count = conditions.length;
    return "";
  }

  simulate(first, count) { this.exports.simulate(BigInt(first), BigInt(count)); }
  /// A 32-bit number for each trajectory, of the bits of all its outcomes under every condition.
  digests(first, count) { return this.taken(this.exports.digests(BigInt(first), BigInt(count))); }
  clear() { this.exports.clear(); }

  /// The counts of each condition, to be sent away.
  rows() {
    const size = this.exports.row_size();
    return Array.from({ length: this.count }, (_, condition) =>
      new BigInt64Array(this.exports.memory.buffer, this.exports.row(condition), size).slice());
  }
  add(rows) {
    rows.forEach((row, condition) => {
      const place = this.exports.room(row.length);
      new BigInt64Array(this.exports.memory.buffer, place, row.length).set(row);
      this.exports.add_row(condition);
    });
  }

  /// Of an outcome that is a share or a mean: estimate and difference from the reference, each {value, low, high};
  /// how many trajectories are defined; five quantiles.
  told(condition, outcome) {
    const [value, low, high, change, less, more, defined, ...quantiles] =
      this.taken(this.exports.tell(condition, outcome));
    return { value, low, high, difference: { value: change, low: less, high: more }, defined, quantiles };
  }
  /// Of one with labels: a share for each, {value, low, high}.
  shares(condition, outcome) {
    const numbers = this.taken(this.exports.tell(condition, outcome)).slice(1);
    return Array.from({ length: numbers.length / 3 }, (_, i) =>
      ({ value: numbers[3 * i], low: numbers[3 * i + 1], high: numbers[3 * i + 2] }));
  }
  /// A distribution: where its first bin begins, the width of a bin, and counts.
  bins(condition, outcome) {
    const [from, width, ...counts] = this.taken(this.exports.bins(condition, outcome));
    return { from, width, counts };
  }
  /// A series: for each month five quantiles, or the share of each label.
  series(condition, series, columns) {
    const numbers = this.taken(this.exports.series(condition, series));
    return Array.from({ length: numbers.length / columns }, (_, month) =>
      numbers.slice(month * columns, (month + 1) * columns));
  }
}
