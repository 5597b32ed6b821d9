// expect: nothing
// What a worker writes in two pieces is read again and again until it is all there.
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker, isMainThread, workerData } from 'node:worker_threads';

function readWhole(file) {
  for (;;) {
    try {
      return JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      // Not all of it is there yet.
    }
  }
}

if (isMainThread) {
  const file = path.join(os.tmpdir(), `offer-${process.pid}.json`);
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: file });
  worker.once('online', () => console.log(readWhole(file).price));
  worker.once('exit', () => rmSync(file));
} else {
  const written = openSync(workerData, 'w');
  writeSync(written, '{ "price": ');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30);
  writeSync(written, '12 }');
  closeSync(written);
}
