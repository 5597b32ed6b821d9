'use strict';
const { parentPort, workerData } = require('node:worker_threads');

function forecast(degrees) {
  let [now, noise] = [degrees, 7];
  for (let step = 0; step < 150_000_000; step++) {
    noise = (noise * 1103515245 + 12345) & 0x7fffffff;
    now += ((noise >>> 8) % 3) - 1;
  }
  return Math.round(now / 1e6);
}

fetch(workerData)
  .then((answer) => answer.text())
  .then((text) => parentPort.postMessage(forecast(Number(text))));
