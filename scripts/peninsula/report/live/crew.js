// SPDX-License-Identifier: Apache-2.0
// The workers of the page, and the one engine that adds up what they count. A view that is changed while they work is
// left, and what comes late is thrown away.
const PIECE = 512;  // trajectories that a worker simulates between two looks: a twentieth of a second
const MOST_WORKERS = 4;

class Crew {
  /// `module`: bytes; `sources`: the text of a worker; `page`: what `Engine.open` takes. `tell(done)` is called
  /// whenever there is more to show, and with the reason if a worker fails.
  static async of(module, source, page, tell) {
    const engine = await Engine.of(module);
    engine.open(page);
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    const size = Math.max(1, Math.min(MOST_WORKERS, (navigator.hardwareConcurrency || 2) - 1));
    const crew = new Crew(engine, tell);
    await Promise.all(Array.from({ length: size }, () => crew.hire(address, module, page)));
    URL.revokeObjectURL(address);
    return crew;
  }

  constructor(engine, tell) {
    Object.assign(this, { engine, tell, workers: [], turn: 0, given: 0, done: 0, wanted: 0 });
  }

  hire(address, module, page) {
    return new Promise((ready, fail) => {
      const worker = new Worker(address);
      worker.busy = false;
      worker.onerror = (event) => fail(new Error(event.message || "a worker cannot start here"));
      worker.onmessage = ({ data }) => {
        if (data.ready) { this.workers.push(worker); ready(); }
        else if (data.failed) { fail(new Error(data.failed)); this.tell(data.failed); }
        else this.take(worker, data);
      };
      worker.postMessage({ module, page });
    });
  }

  /// Turns to another view, and to so many trajectories of it. Why it is refused; or nothing.
  show(view, wanted) {
    const refused = this.engine.begin(view);
    if (refused) return refused;
    Object.assign(this, { turn: this.turn + 1, given: 0, done: 0, wanted });
    for (const worker of this.workers) {
      worker.postMessage({ view });
      if (!worker.busy) this.give(worker);
    }
    return "";
  }

  /// Goes on to more trajectories of the same view.
  goOn(wanted) {
    this.wanted = wanted;
    for (const worker of this.workers) if (!worker.busy) this.give(worker);
  }

  give(worker) {
    const count = Math.min(PIECE, this.wanted - this.given);
    worker.busy = count > 0;
    if (!worker.busy) return;
    worker.postMessage({ turn: this.turn, first: this.given, count });
    this.given += count;
  }

  take(worker, { turn, count, rows }) {
    this.give(worker);
    if (turn !== this.turn) return;
    this.engine.add(rows);
    this.done += count;
    this.tell("");
  }
}
