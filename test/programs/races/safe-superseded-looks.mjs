// expect: nothing
// Ovens of a bakery that are heated in advance: those that heat up are counted beside those that are hot. Orders share a list of dough whose count goes down when a tray is baked, and find out by what
// they take whether there was any. And a counter with two clerks, where who finds none waits in a line by importance.
import { setTimeout as sleep } from 'node:timers/promises';

class Ovens {
  #hot = [];
  #orders = [];
  #heating = new Set();

  constructor() {
    this.#heatUp();
  }

  #heatUp() {
    const wanted = 2 + this.#orders.length;
    while (this.#hot.length + this.#heating.size < wanted) {
      const heating = sleep(6, { loaves: 0 }).then((oven) => {
        this.#heating.delete(heating);
        this.#serve(oven);
      });
      this.#heating.add(heating);
    }
  }

  #serve(oven) {
    const order = this.#orders.shift();
    if (order) order(oven);
    else this.#hot.push(oven);
  }

  order() {
    const oven = this.#hot.pop();
    const promised = oven ? Promise.resolve(oven) : new Promise((resolve) => this.#orders.push(resolve));
    this.#heatUp();
    return promised;
  }
}

class Dough {
  pieces = [];
  left = 0;
  bakers = [];

  add(piece) {
    this.left++;
    this.pieces.push(piece);
    this.bakers.shift()?.();
  }

  async take() {
    for (;;) {
      if (this.left === 0) return undefined;
      const piece = this.pieces.pop();
      if (piece !== undefined) return piece;
      await new Promise((resolve) => this.bakers.push(resolve));
    }
  }

  baked() {
    if (--this.left > 0) return;
    for (const wake of this.bakers.splice(0)) wake();
  }
}

class Clerks {
  #free = 2;
  #line = [];

  enter(importance) {
    if (this.#free > 0) {
      this.#free -= 1;
      return Promise.resolve();
    }
    return new Promise((call) => {
      const at = this.#line.findIndex((other) => other.importance < importance);
      if (at < 0) this.#line.push({ importance, call });
      else this.#line.splice(at, 0, { importance, call });
    });
  }

  leave() {
    const next = this.#line.shift();
    if (next) next.call();
    else this.#free += 1;
  }
}

const ovens = new Ovens();
const dough = new Dough();
const clerks = new Clerks();

async function bake() {
  let trays = 0;
  for (let piece = await dough.take(); piece !== undefined; piece = await dough.take()) {
    await sleep(2);
    if (piece.size > 1) for (const size of [piece.size - 1, 1]) dough.add({ size });
    dough.baked();
    trays++;
  }
  return trays;
}

async function sell(importance, after) {
  await sleep(after);
  const oven = await ovens.order();
  await clerks.enter(importance);
  oven.loaves++;
  await sleep(3);
  clerks.leave();
  return oven.loaves;
}

dough.add({ size: 4 });
const [trays, ...sold] = await Promise.all([
  Promise.all([bake(), bake(), bake()]),
  ...[0, 0, 1, 2, 9, 11, 20, 31].map((after, i) => sell(i % 3, after)),
]);
console.log(
  trays.reduce((a, b) => a + b),
  sold.length,
);
