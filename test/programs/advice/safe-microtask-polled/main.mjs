// expect: nothing
// Who looks again lets the loop go round in between: the file, and the answer of the thread, come as soon as they are there.
import { readFile } from 'node:fs/promises';
import { setImmediate as round } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

async function until(holds, ms) {
  const end = Date.now() + ms;
  while (!holds()) {
    if (Date.now() > end) return false;
    await round();
  }
  return true;
}

const settings = {};
const answers = [];
const worker = new Worker(`const { parentPort } = require('node:worker_threads');
parentPort.on('message', (n) => parentPort.postMessage(n * n));`, { eval: true });
worker.on('message', (n) => answers.push(n));
worker.postMessage(12);
const loading = readFile(new URL(import.meta.url), 'utf8').then((text) => (settings.length = text.length));
console.log(await until(() => settings.length !== undefined && answers.length > 0, 20_000));
await loading;

// Many short steps that nothing waits for behind: what was asked for has come.
let sum = 0;
for (let i = 0; i < 20_000; i++) sum += await i;
console.log(answers[0], sum);
await worker.terminate();
