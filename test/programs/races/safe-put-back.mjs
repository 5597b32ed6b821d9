// expect: nothing
// What is set for the time of a wait and then put back, where no second call comes meanwhile: behind a mark, inside or around; a lock; a queue; an object of one call; within one step; for an
// event that comes once; in a loop that waits for each; and where whoever emits waits for what its listeners have begun.
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Mutex } from 'async-mutex';

class Telescope {
  target = 'Vega';
  isBusy = false;
  #mutex = new Mutex();

  async turnAway() {
    const before = this.target;
    this.target = 'empty sky';
    await delay(2);
    this.target = before;
  }

  async turnAwayAlone() {
    if (this.isBusy) return;
    this.isBusy = true;
    const before = this.target;
    this.target = 'empty sky';
    await delay(2);
    this.target = before;
    this.isBusy = false;
  }

  async turnAwayInTurn() {
    await this.#mutex.runExclusive(() => this.turnAway());
  }

  async describeSky() {
    const before = this.target;
    this.target = 'empty sky';
    const text = `a picture of ${this.target}`;
    this.target = before;
    await delay(2);
    return text;
  }
}

const keys = new EventEmitter();
const [first, second, third, fourth, fifth, sixth, seventh] = Array.from({ length: 7 }, () => new Telescope());

keys.on('alone', () => void first.turnAwayAlone().then(() => console.log('alone', first.target)));

let isTurning = false;
keys.on('marked', async () => {
  if (isTurning) return;
  isTurning = true;
  await second.turnAway();
  isTurning = false;
  console.log('marked', second.target);
});

keys.on('locked', () => void third.turnAwayInTurn().then(() => console.log('locked', third.target)));

const waiting = [];
async function work() {
  if (waiting.length > 1) return;
  while (waiting.length > 0) {
    await waiting[0].turnAway();
    console.log('queued', waiting[0].target);
    waiting.shift();
  }
}
keys.on('queued', () => {
  waiting.push(fourth);
  void work();
});

keys.on('own', async () => {
  const own = new Telescope();
  await own.turnAway();
  console.log('own', own.target);
});

keys.on('described', () => void fifth.describeSky().then((text) => console.log(text)));
keys.once('first light', () => void sixth.turnAway().then(() => console.log('once', sixth.target)));

const begun = [];
keys.on('waited for', () => begun.push(seventh.turnAway()));

const names = ['alone', 'marked', 'locked', 'queued', 'own', 'described', 'first light'];
setTimeout(() => names.forEach((name) => keys.emit(name)), 2);
keys.emit('waited for');
await Promise.all(begun);

const eighth = new Telescope();
for (const _ of [1]) await eighth.turnAway();
console.log(seventh.target, eighth.target);
