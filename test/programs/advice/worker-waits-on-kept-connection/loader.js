'use strict';
const { parentPort, workerData } = require('worker_threads');
async function load() {
  const found = [];
  for (let page = 0; page < 16; page++) {
    const res = await fetch(`${workerData}/page/${page}`);
    found.push(await res.json());
  }
  return found.length;
}
load().then((count) => parentPort.postMessage(count));
