// expect: nothing
// Three workers take what comes next from one queue; the label of the progress bar is that of whichever part was done last.
import { setTimeout as sleep } from 'node:timers/promises';

const bar = { done: 0, label: '' };
const waits = [30, 1, 1, 1, 1, 1, 1, 1];

async function describe(part) {
  await sleep(waits[part]);
  return `part ${part} is done`;
}

async function download(part) {
  bar.label = await describe(part);
  bar.done++;
}

const queue = [...waits.keys()];
// The first worker has a long part at first and another one after all the others.
let othersDone;
const others = new Promise((resolve) => (othersDone = resolve));

async function worker() {
  while (queue.length > 0) {
    const part = queue.shift();
    await download(part);
    if (queue.length === 0 && bar.done >= 6) othersDone();
    if (part === 0) {
      await others;
      queue.push(1);
    }
  }
}

await Promise.all([worker(), worker(), worker()]);
console.log(bar.done, bar.label !== '');
