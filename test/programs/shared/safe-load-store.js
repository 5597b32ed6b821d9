// expect: nothing
// Loads and stores of one element by two threads that are meant so: one writer, a slot that is filled by one and emptied by the other, a signal that anybody gives, threads that take turns, and workers one after the other.
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');

const [BEATS, SLOT, VALUE, TURN, SUM, DONE, STOP] = [0, 1, 2, 3, 4, 5, 6];
const EMPTY = 0;
const FULL = 1;
const ROUNDS = 5;

function beat(cells) {
  const beats = Atomics.load(cells, BEATS);
  Atomics.store(cells, BEATS, beats + 1);
}

function put(cells, value) {
  if (Atomics.load(cells, SLOT) !== EMPTY) return false;
  Atomics.store(cells, VALUE, value);
  Atomics.store(cells, SLOT, FULL);
  return true;
}

function take(cells) {
  if (Atomics.load(cells, SLOT) === EMPTY) return undefined;
  const value = Atomics.load(cells, VALUE);
  Atomics.store(cells, SLOT, EMPTY);
  return value;
}

function play(cells, me, other) {
  if (Atomics.load(cells, TURN) !== me) return false;
  Atomics.store(cells, TURN, other);
  return true;
}

function add(cells) {
  Atomics.store(cells, SUM, Atomics.load(cells, SUM) + 1);
}

function search(cells, wanted) {
  for (let i = 0; i < 100; i++) {
    if (Atomics.load(cells, STOP) === 1) return -1;
    if (i === wanted) {
      Atomics.store(cells, STOP, 1);
      return i;
    }
  }
  return -1;
}

function start(cells, role) {
  return new Promise((resolve) => new Worker(__filename, { workerData: { cells, role } }).on('exit', resolve));
}

async function main() {
  const cells = new Int32Array(new SharedArrayBuffer(28));
  const player = start(cells, 'player');
  let [taken, played] = [0, 0];
  const timer = setInterval(() => {
    if (take(cells) !== undefined) taken++;
    if (play(cells, 0, 1)) played++;
    Atomics.load(cells, BEATS);
    if (taken < ROUNDS || played < ROUNDS) return;
    clearInterval(timer);
    Atomics.store(cells, DONE, 1);
  }, 1);
  await player;
  await Promise.all([start(cells, 'searcher'), start(cells, 'searcher')]);
  await start(cells, 'adder');
  await start(cells, 'adder');
  console.log(taken, played >= ROUNDS, Atomics.load(cells, SUM));
}

if (isMainThread) main();
else if (workerData.role === 'adder') add(workerData.cells);
else if (workerData.role === 'searcher') search(workerData.cells, 50);
else {
  const { cells } = workerData;
  let value = 0;
  const timer = setInterval(() => {
    beat(cells);
    if (value < ROUNDS && put(cells, value)) value++;
    play(cells, 1, 0);
    if (Atomics.load(cells, DONE) === 1) clearInterval(timer);
  }, 1);
}
