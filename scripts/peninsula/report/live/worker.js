// SPDX-License-Identifier: Apache-2.0
// One worker: it simulates the trajectories that the page asks for, and sends back what it counted.
let engine = null;
onmessage = async ({ data }) => {
  try {
    if (data.module) {
      engine = await Engine.of(data.module);
      engine.open(data.page);
      postMessage({ ready: true });
    } else if (data.view) {
      engine.begin(data.view);
    } else {
      engine.clear();
      engine.simulate(data.first, data.count);
      const rows = engine.rows();
      postMessage({ turn: data.turn, count: data.count, rows }, rows.map((row) => row.buffer));
    }
  } catch (error) {
    postMessage({ failed: String(error) });
  }
};
