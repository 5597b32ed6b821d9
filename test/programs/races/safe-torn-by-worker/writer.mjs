import { renameSync, writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

const { file, turn } = workerData;
parentPort.postMessage('up');
Atomics.wait(turn, 0, 0);
writeFileSync(`${file}.new`, JSON.stringify(Array(1000).fill('row')));
renameSync(`${file}.new`, file);
Atomics.store(turn, 1, 1);
Atomics.notify(turn, 1);
