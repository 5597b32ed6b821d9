import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

await sleep(20);
const numbers = JSON.parse(await readFile(workerData, 'utf8'));
parentPort.postMessage(numbers.reduce((a, b) => a + b, 0));
