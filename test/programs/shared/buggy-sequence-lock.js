// expect: race.shared-memory 17,18,24,25
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

/** The version is raised only when all is written: a reader that comes in between sees the old one before and behind. */
class Position {
  #version;
  #at;

  constructor(buffer) {
    this.#version = new Int32Array(buffer, 0, 1);
    this.#at = new Float64Array(buffer, 8, 2);
  }

  move(x, y) {
    if (x === y) return;
    this.#at[0] = x;
    this.#at[1] = y;
    Atomics.add(this.#version, 0, 1);
  }

  read() {
    const before = Atomics.load(this.#version, 0);
    const x = this.#at[0];
    const y = this.#at[1];
    return Atomics.load(this.#version, 0) === before ? { x, y } : this.read();
  }
}

if (isMainThread) {
  const shared = new SharedArrayBuffer(24);
  const position = new Position(shared);
  const worker = new Worker(__filename, { workerData: shared });
  let apart = 0;
  const look = setInterval(() => {
    const { x, y } = position.read();
    if (x !== -y) apart++;
  }, 1);
  worker.on('exit', () => {
    clearInterval(look);
    console.log('looked', apart >= 0);
  });
} else {
  const position = new Position(workerData);
  let left = 300;
  (function step() {
    position.move(left, -left);
    if (--left > 0) setImmediate(step);
  })();
}
