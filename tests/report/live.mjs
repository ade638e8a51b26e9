// SPDX-License-Identifier: Apache-2.0
// What the module of a page counts, without a browser: node tests/report/live.mjs SCRIPTS MODULE < request.json. The
// request has `page`, `view` and `count`; the answer has the rows of counts, as texts, and a number for each trajectory.
import fs from "node:fs";
import path from "node:path";

const [scripts, module] = process.argv.slice(2);
const Engine = new Function(`${fs.readFileSync(path.join(scripts, "engine.js"), "utf8")}; return Engine;`)();
const { page, view, count } = JSON.parse(fs.readFileSync(0, "utf8"));
const engine = await Engine.of(fs.readFileSync(module));
engine.open(page);
const refused = engine.begin(view);
if (refused) {
  console.log(JSON.stringify({ refused }));
} else {
  engine.simulate(0, count);
  const rows = engine.rows().map((row) => Array.from(row, String));
  console.log(JSON.stringify({ rows, digests: engine.digests(0, count), declared: engine.declarations() }));
}
