// expect: nothing
// What is moved is counted on its way, moved in one step, moved to where nobody adds up, waited for, or was never there.
'use strict';
const { setTimeout: delay } = require('node:timers/promises');

class Stable {
  inside = new Set(['Bay', 'Fox', 'Roan', 'Grey']);
  outside = new Set();
  onTheWay = new Set();
  led = 0;
  all = 4;
  async lead(horse) {
    if (!this.inside.delete(horse)) return;
    this.onTheWay.add(horse);
    await delay(200);
    this.outside.add(horse);
    this.onTheWay.delete(horse);
  }
  isComplete() {
    return this.inside.size + this.outside.size + this.onTheWay.size === this.all;
  }
}

class Shelf {
  full = new Map([['ink', 3], ['glue', 2]]); // prettier-ignore
  sold = new Map();
  all = 2;
  async sell(name) {
    if (!this.full.has(name)) return;
    await delay(200);
    this.full.delete(name);
    this.sold.set(name, 1);
  }
  isComplete() {
    return this.full.size + this.sold.size === this.all;
  }
}

class Jobs {
  queued = new Set(['a', 'b', 'c']);
  running = new Set();
  done = new Set();
  async start(job) {
    if (!this.queued.has(job)) return;
    this.queued.delete(job);
    await delay(100);
    this.running.add(job);
    await delay(100);
    this.running.delete(job);
    this.done.add(job);
  }
  shown(width) {
    return `${this.queued.size + this.running.size} open, ${(width * this.done.size) / (this.done.size + this.queued.size)}`;
  }
  async drained() {
    while (this.queued.size + this.running.size !== 0) await delay(5);
    return this.done.size;
  }
}

class Names {
  used = new Set(['x']);
  free = new Set(['y', 'z']);
  all = 3;
  async release(name) {
    this.used.delete(name);
    await delay(200);
    this.free.add(name);
  }
  isComplete() {
    return this.used.size + this.free.size === this.all;
  }
}

async function main() {
  const [stable, shelf, jobs, names] = [new Stable(), new Shelf(), new Jobs(), new Names()];
  const look = async () => {
    await delay(20);
    return [stable.isComplete(), shelf.isComplete(), jobs.shown(30), names.isComplete(), await jobs.drained()];
  };
  await delay(2);
  const moves = [stable.lead('Fox'), shelf.sell('ink'), jobs.start('a'), jobs.start('b'), jobs.start('c'), names.release('y')];
  const [seen] = await Promise.all([look(), ...moves]);
  console.log(seen.join(' '), stable.isComplete(), shelf.isComplete(), names.isComplete());
}

main();
