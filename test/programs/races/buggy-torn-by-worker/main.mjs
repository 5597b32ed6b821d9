// expect: race.fs.torn-read main.mjs:20,writer.mjs:7
// A thread writes a file in one step, in the middle of which another one reads it. It has sent a message before, in the same step.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

const STARTED = 0;
const WRITTEN = 1;

const folder = mkdtempSync(join(tmpdir(), 'snapshot-'));
const file = join(folder, 'snapshot.json');
writeFileSync(file, '[]');
const turn = new Int32Array(new SharedArrayBuffer(8));
const worker = new Worker(new URL('./writer.mjs', import.meta.url), { workerData: { file, turn } });
await once(worker, 'message');
const exited = once(worker, 'exit');
const reading = readFile(file, 'utf8');
Atomics.store(turn, STARTED, 1);
Atomics.notify(turn, STARTED);
Atomics.wait(turn, WRITTEN, 0);
console.log(typeof (await reading));
await exited;
rmSync(folder, { recursive: true });
