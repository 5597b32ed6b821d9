import { parentPort } from 'node:worker_threads';

parentPort.on('message', ({ id, text }) => parentPort.postMessage({ id, letters: text.length }));
