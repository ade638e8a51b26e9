// SPDX-License-Identifier: Apache-2.0
// How fast the module of a page is, in node: seconds of its first piece, and of 20,000 trajectories of two conditions,
// with nine outcomes and four series counted. node benchmarks/page.mjs SCRIPTS MODULE
import fs from "node:fs";
import path from "node:path";

const [scripts, module] = process.argv.slice(2);
const Engine = new Function(`${fs.readFileSync(path.join(scripts, "engine.js"), "utf8")}; return Engine;`)();
const engine = await Engine.of(fs.readFileSync(module));
const { headline, outcomes } = engine.declarations();
engine.open({ months: 48, outcomes: headline.map((name) => outcomes.findIndex((each) => each.name === name)), series: [0, 1, 2, 3] });
const view = { seed: "1", perState: 1, conditions: [{ steps: [], calendar: 1 }, { steps: [], calendar: 1 }] };
const seconds = (count) => {
  const start = performance.now();
  engine.begin(view);
  for (let first = 0; first < count; first += 512) engine.simulate(first, Math.min(512, count - first));
  engine.told(1, 0);
  return (performance.now() - start) / 1000;
};
seconds(2048);  // until the browser's compiler has done its best
const least = (count) => Math.min(...Array.from({ length: 3 }, () => seconds(count)));
console.log(JSON.stringify({ first: least(512), all: least(20000) }));
