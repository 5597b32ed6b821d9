// Names of countries, by their codes.
import fs from 'node:fs';
import { parentPort } from 'node:worker_threads';

let names = {};

const read = (file, then) => fs.readFile(new URL(file, import.meta.url), 'utf8', (error, text) => (error ? then({}) : then(JSON.parse(text))));
read('./changes.json', (changes) => {
  read('./names.json', (known) => (names = { ...known, ...changes }));
});

parentPort.on('message', ({ code, isLast }) => {
  if (!isLast) parentPort.postMessage(names[code] ?? code);
  else parentPort.unref();
});
