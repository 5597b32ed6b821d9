// expect: race.atomicity 18
'use strict';
// Nothing keeps two executions of one run apart: each saves the row that it has loaded itself.
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Rows {
  constructor() {
    this.rows = new Map();
  }

  async load(run) {
    await pause(1);
    return structuredClone(this.rows.get(run) ?? { run, steps: {}, count: 0 });
  }

  async save(row) {
    await pause(1);
    this.rows.set(row.run, structuredClone(row));
  }
}

async function perform(rows, run, name) {
  const row = await rows.load(run);
  row.count++;
  await rows.save(row);
  await pause(name.length);
  row.steps[name] = true;
  await rows.save(row);
  return row.count;
}

const rows = new Rows();
Promise.all(['one', 'three'].map((name) => perform(rows, 'a', name))).then(async () => {
  console.log(Object.keys((await rows.load('a')).steps).join());
});
