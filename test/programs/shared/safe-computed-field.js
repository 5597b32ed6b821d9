// expect: nothing
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

class Grid {
  constructor(memory, width) {
    this.cells = new Float64Array(memory);
    this.width = width;
  }

  indexOf(x, y) {
    return Math.floor(y) * this.width + Math.floor(x);
  }

  warm(x, y, degrees) {
    this.cells[this.indexOf(x, y)] += degrees;
  }
}

async function main() {
  const shared = new SharedArrayBuffer(16 * 8);
  const ends = [0, 1].map((row) => new Promise((resolve) => new Worker(__filename, { workerData: { shared, row } }).on('exit', resolve)));
  await Promise.all(ends);
  console.log(new Float64Array(shared).length);
}

if (isMainThread) main();
else {
  const { shared, row } = workerData;
  const grid = new Grid(shared, 4);
  for (let i = 0; i < 400; i++) grid.warm(i % 4, row * 2 + (i % 2), 1);
}
