import { workerData } from 'node:worker_threads';
import { open } from './board-memory.mjs';

const { memory, name } = workerData;
const { enter, leave, line } = open(memory);

for (let minute = 0; minute < 60; minute++) {
  const text = new TextEncoder().encode(`${name} ${minute} min`);
  enter();
  // The line is one for all platforms.
  line.set(text, 4);
  leave();
}
