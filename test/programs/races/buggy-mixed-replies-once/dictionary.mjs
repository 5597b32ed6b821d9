import { parentPort } from 'node:worker_threads';
import { setTimeout as delay } from 'node:timers/promises';

const words = { tea: 'Tee', sea: 'See', mountain: 'Berg' };

async function lookUp({ word }) {
  await delay(25 * word.length);
  parentPort.postMessage({ text: words[word] });
}

parentPort.on('message', lookUp);
