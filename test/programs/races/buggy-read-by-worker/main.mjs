// expect: race.fs.torn-read sum.mjs:6,main.mjs:10
// A thread is started while its input is still being written.
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

const input = join(tmpdir(), `numbers-${process.pid}.json`);
function run(numbers) {
  const written = writeFile(input, JSON.stringify(numbers));
  const worker = new Worker(new URL('sum.mjs', import.meta.url), { workerData: input });
  const summed = new Promise((done, failed) => worker.on('message', done).on('error', failed));
  return Promise.all([summed, written]);
}

const [sum] = await run([1, 2, 3]);
console.log(sum);
await rm(input);
