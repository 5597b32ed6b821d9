// expect: race.shared-memory 24,27,28
'use strict';
// The board takes the tides out of shared memory by the clock, in three ways, and not when the gauge says that they are all there.
const { isMainThread, Worker, workerData, parentPort } = require('node:worker_threads');

function showBoard(memory) {
  const tides = new Int16Array(memory);
  const shown = [];
  const board = setInterval(() => {
    const way = shown.length % 3;
    if (way === 0) shown.push(Array.from(tides));
    else if (way === 1) shown.push(new Int16Array(tides));
    else shown.push(Buffer.from(tides));
  }, 9);
  const gauge = new Worker(__filename, { workerData: memory });
  gauge.on('message', () => gauge.postMessage('more'));
  gauge.on('exit', () => {
    clearInterval(board);
    console.log(shown.length > 0);
  });
}

function measure(tides, round) {
  tides[0] = round;
  // One after the other, as they are read from the water.
  setTimeout(() => {
    tides[1] = round * 2;
    tides[2] = round * 3;
    parentPort.postMessage(round);
  }, 20);
}

if (isMainThread) showBoard(new SharedArrayBuffer(6));
else {
  const tides = new Int16Array(workerData);
  let round = 0;
  parentPort.on('message', () => (round === 6 ? parentPort.close() : measure(tides, ++round)));
  measure(tides, ++round);
}
