// expect: nothing
'use strict';
// One execution of a run at a time loads its row and saves it after each of its steps.
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Rows {
  constructor() {
    this.rows = new Map();
  }

  async load(run) {
    await pause(1);
    return structuredClone(this.rows.get(run) ?? { run, steps: {}, done: false });
  }

  async save(row) {
    await pause(1);
    this.rows.set(row.run, structuredClone(row));
  }
}

class Engine {
  constructor(rows) {
    this.rows = rows;
    this.active = new Map();
  }

  execute(run, workflow) {
    let active = this.active.get(run);
    if (!active) {
      active = this.perform(run, workflow).finally(() => this.active.delete(run));
      this.active.set(run, active);
    }
    return active;
  }

  async perform(run, workflow) {
    const row = await this.rows.load(run);
    if (row.done) return row.result;
    const step = async (name, work) => {
      if (name in row.steps) return row.steps[name];
      row.steps[name] = await work();
      await this.rows.save(row);
      return row.steps[name];
    };
    row.result = await workflow(step);
    row.done = true;
    await this.rows.save(row);
    return row.result;
  }
}

const engine = new Engine(new Rows());
const workflow = async (step) => (await step('one', () => pause(2))) ?? (await step('two', async () => 2));
Promise.all(['a', 'b', 'a'].map((run) => engine.execute(run, workflow))).then((results) => console.log(results.join()));
