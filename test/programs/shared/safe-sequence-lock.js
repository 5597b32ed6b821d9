// expect: nothing
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

/** The version is odd while the writer is at it; a reader that meets it, or another version afterwards, reads again. */
class Position {
  #version;
  #at;

  constructor(buffer) {
    this.#version = new Int32Array(buffer, 0, 1);
    this.#at = new Float64Array(buffer, 8, 2);
  }

  move(x, y) {
    Atomics.add(this.#version, 0, 1);
    this.#at[0] = x;
    this.#at[1] = y;
    Atomics.add(this.#version, 0, 1);
  }

  read() {
    for (;;) {
      const before = Atomics.load(this.#version, 0);
      if (before % 2 === 1) continue;
      const found = { x: this.#at[0], y: this.#at[1] };
      if (Atomics.load(this.#version, 0) === before) return found;
    }
  }

  #isCurrent(version) {
    return version % 2 === 0 && Atomics.load(this.#version, 0) === version;
  }

  sum() {
    let [version, sum] = [0, 0];
    do {
      version = Atomics.load(this.#version, 0);
      sum = this.#at[0] + this.#at[1];
    } while (!this.#isCurrent(version));
    return sum;
  }
}

if (isMainThread) {
  const shared = new SharedArrayBuffer(24);
  const position = new Position(shared);
  const worker = new Worker(__filename, { workerData: shared });
  let apart = 0;
  const look = setInterval(() => {
    const { x, y } = position.read();
    if (x !== -y || position.sum() !== 0) apart++;
  }, 1);
  worker.on('exit', () => {
    clearInterval(look);
    console.log('apart', apart);
  });
} else {
  const position = new Position(workerData);
  let left = 300;
  (function step() {
    for (let i = 0; i < 5; i++) position.move(left + i, -left - i);
    if (--left > 0) setImmediate(step);
  })();
}
