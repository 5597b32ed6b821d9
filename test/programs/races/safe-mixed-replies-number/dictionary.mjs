import { parentPort } from 'node:worker_threads';
import { setTimeout as delay } from 'node:timers/promises';

const words = { sea: 'See', mountain: 'Berg' };

async function lookUp({ id, word }) {
  await delay(25 * word.length);
  parentPort.postMessage({ id, text: words[word] });
}

parentPort.on('message', lookUp);
