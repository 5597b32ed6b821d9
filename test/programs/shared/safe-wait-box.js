// expect: nothing
// A box for one letter, whose two ends sleep: one thread waits until it is empty and fills it, the other waits until it is full and empties it. And places that are taken in turn.
'use strict';
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

const LETTERS = 5;
const BOX = 0;
const TURN = 1;

function put(cells) {
  while (Atomics.load(cells, BOX) === 1) Atomics.wait(cells, BOX, 1);
  Atomics.store(cells, BOX, 1);
  Atomics.notify(cells, BOX);
}

function take(cells) {
  while (Atomics.load(cells, BOX) === 0) Atomics.wait(cells, BOX, 0);
  Atomics.store(cells, BOX, 0);
  Atomics.notify(cells, BOX);
}

function inTurn(cells, me) {
  for (;;) {
    const turn = Atomics.load(cells, TURN);
    if (turn % 2 === me) break;
    Atomics.wait(cells, TURN, turn);
  }
  Atomics.store(cells, TURN, Atomics.load(cells, TURN) + 1);
  Atomics.notify(cells, TURN);
}

if (isMainThread) {
  const cells = new Int32Array(new SharedArrayBuffer(8));
  for (const me of [0, 1]) {
    new Worker(__filename, { workerData: { cells, me } }).on('message', (text) => console.log(text));
  }
} else {
  const { cells, me } = workerData;
  for (let i = 0; i < LETTERS; i++) (me === 0 ? put : take)(cells);
  for (let i = 0; i < LETTERS; i++) inTurn(cells, me);
  if (me === 1) parentPort.postMessage(`${LETTERS} letters, ${Atomics.load(cells, TURN)} turns`);
}
