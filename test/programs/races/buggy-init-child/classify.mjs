// A message may come before the model has been loaded.
import { readFile } from 'node:fs/promises';

let model;

async function loadModel() {
  const text = await readFile(new URL('./model.json', import.meta.url), 'utf8');
  model = JSON.parse(text);
}

loadModel();
process.send('started');
process.on('message', ({ x }) => {
  process.send({ label: model.labels[x % model.labels.length] });
});
