// expect: nothing
'use strict';
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
class Pool {
  constructor(names) {
    this.slots = names.map((name) => ({ name, busy: false, jobs: 0 }));
  }
  async run(job) {
    const slot = this.slots.find((s) => !s.busy);
    if (!slot) throw new Error('all are busy');
    slot.busy = true;
    await wait(20);
    slot.jobs++;
    await wait(job);
    slot.busy = false;
  }
}
const pool = new Pool(['a', 'b', 'c']);
Promise.all([pool.run(5), pool.run(6), pool.run(7)]).then(() => console.log(pool.slots.map((s) => s.jobs).join()));
