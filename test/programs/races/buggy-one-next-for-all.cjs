// expect: race.atomicity 12,14
// One place for what comes next, which all calls set for themselves.
const { setTimeout: sleep } = require('node:timers/promises');

class Row {
  constructor() {
    this.next = null;
    this.done = [];
  }
  async pass(name, ms) {
    const job = { name, at: this.done.length };
    this.next = job;
    await sleep(ms);
    this.done.push(`${this.next.name} after ${ms}`);
  }
}

const row = new Row();
Promise.all([row.pass('a', 60), row.pass('b', 20), row.pass('c', 40)]).then(() => console.log(row.done.join('\n')));
