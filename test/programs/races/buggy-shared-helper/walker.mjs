import { workerData } from 'node:worker_threads';
import { Grid } from './grid.mjs';

const grid = new Grid(new Int32Array(workerData.memory), 4);
let x = workerData.seed;
let y = 0;
for (let step = 0; step < 40000; step++) {
  grid.visit(x, y);
  x = (x + 1) % 4;
  if (x === 0) y = (y + 1) % 4;
}
