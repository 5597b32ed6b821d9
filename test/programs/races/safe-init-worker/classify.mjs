// Messages wait for the listener, which is added when the model is there.
import { parentPort } from 'node:worker_threads';
import { readFile } from 'node:fs/promises';

let model;

async function loadModel() {
  const text = await readFile(new URL('./model.json', import.meta.url), 'utf8');
  model = JSON.parse(text);
}

await loadModel();
parentPort.on('message', ({ x }) => {
  parentPort.postMessage({ label: model.labels[x % model.labels.length] });
});
