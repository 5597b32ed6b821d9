import { writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

const { file, turn } = workerData;
parentPort.postMessage('up');
Atomics.wait(turn, 0, 0);
writeFileSync(file, JSON.stringify(Array(1000).fill('row')));
Atomics.store(turn, 1, 1);
Atomics.notify(turn, 1);
