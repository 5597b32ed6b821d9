import { parentPort } from 'node:worker_threads';
import { readFile } from 'node:fs/promises';

let labels;
let model;

parentPort.on('message', async (message) => {
  if (message.labels) labels = message.labels;
  if (message.x) parentPort.postMessage({ label: labels[message.x % labels.length] });
  if (message.file) {
    model = JSON.parse(await readFile(new URL(message.file, import.meta.url), 'utf8'));
    parentPort.postMessage({ ready: true });
  }
  if (message.y) parentPort.postMessage({ label: model.labels[message.y % model.labels.length] });
});
