// expect: nothing
// Three copyists share one reel: each takes the next part in the step in which it looks whether the reel is at its end, and says so by what came for its own part.
'use strict';
const { setTimeout: pause } = require('node:timers/promises');

class Reel {
  #parts;
  #next = 0;
  #isOver = false;

  constructor(parts) {
    this.#parts = parts;
  }

  get isOver() {
    return this.#isOver;
  }

  async read() {
    const at = this.#next;
    this.#next += 2;
    await pause(20 + (at % 3) * 5);
    const frames = this.#parts.slice(at, at + 2);
    if (frames.length < 2) this.#isOver = true;
    return frames;
  }
}

async function copyist(reel, copy) {
  while (!reel.isOver) {
    for (const frame of await reel.read()) copy.add(frame);
  }
}

async function main() {
  const reel = new Reel(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  const copy = new Set();
  await Promise.all([copyist(reel, copy), copyist(reel, copy), copyist(reel, copy)]);
  console.log('frames', copy.size);
}

main();
