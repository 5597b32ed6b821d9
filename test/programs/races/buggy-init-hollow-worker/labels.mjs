// Names of countries, by their codes.
import fs from 'node:fs';
import { parentPort } from 'node:worker_threads';

let names = {};

fs.readFile(new URL('./names.json', import.meta.url), 'utf8', (error, text) => {
  if (error) throw error;
  names = JSON.parse(text);
});

parentPort.on('message', ({ code, isLast }) => {
  if (!isLast) parentPort.postMessage(names[code] ?? code);
  else parentPort.unref();
});
