// expect: nothing
'use strict';
// The board takes the tides when the gauge says that they are all there, and the gauge goes on when it is told; what is copied by the clock is the board's own.
const { isMainThread, Worker, workerData, parentPort } = require('node:worker_threads');

function showBoard(memory) {
  const tides = new Int16Array(memory);
  const own = new Int16Array(3);
  const shown = [];
  const board = setInterval(() => shown.push(Array.from(own)), 9);
  const gauge = new Worker(__filename, { workerData: memory });
  gauge.on('message', (round) => {
    const copy = round % 2 ? new Int16Array(tides) : Int16Array.from(tides);
    own.set(copy);
    gauge.postMessage('more');
  });
  gauge.on('exit', () => {
    clearInterval(board);
    console.log(shown.length > 0, Array.from(tides).join());
  });
}

function measure(tides, round) {
  tides[0] = round;
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
