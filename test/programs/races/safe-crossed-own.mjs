// expect: nothing
// A valve is noted as open before its motor runs; of two pools each is looked at by whoever takes from it; and a pair of friends may be entered from both sides.
import { setTimeout as sleep } from 'node:timers/promises';

class Manifold {
  #open = new Set();

  async openValve(valve, other) {
    if (this.#open.has(other)) return false;
    this.#open.add(valve);
    await sleep(valve.length * 10);
    return true;
  }
}

class Pools {
  #taken = new Map();

  constructor(limit) {
    this.limit = limit;
  }

  async take(names, mine) {
    const roomy = names.filter((name) => (this.#taken.get(name) ?? 0) < this.limit);
    if (!roomy.includes(mine)) return undefined;
    await sleep(mine.length * 10);
    this.#taken.set(mine, (this.#taken.get(mine) ?? 0) + 1);
    return mine;
  }
}

class Friends {
  #met = new Map([
    ['Ann', true],
    ['Bo', true],
  ]);

  async greet(one, other) {
    if (!this.#met.has(other)) throw new Error(other);
    await sleep(one.length * 10);
    this.#met.set(one, true);
  }
}

const manifold = new Manifold();
const pools = new Pools(3);
const friends = new Friends();
console.log(
  await Promise.all([
    manifold.openValve('hot', 'cold'),
    manifold.openValve('cold', 'hot'),
    pools.take(['a', 'bb'], 'a'),
    pools.take(['a', 'bb'], 'bb'),
    friends.greet('Ann', 'Bo'),
    friends.greet('Bo', 'Ann'),
  ]),
);
