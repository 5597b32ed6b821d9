// expect: promise.never-settles 26,18
// The depot answers each question by the number that it was asked with, as text: nobody knows it by that.
'use strict';
const { Worker, isMainThread, parentPort } = require('node:worker_threads');

if (!isMainThread) {
  parentPort.on('message', ({ number, goods }) => {
    parentPort.postMessage({ number: String(number), left: goods.length });
  });
  return;
}

const depot = new Worker(__filename);
const questions = new Map();
let last = 0;

function ask(goods) {
  return new Promise((resolve) => {
    questions.set(++last, resolve);
    depot.postMessage({ number: last, goods });
  });
}
depot.on('message', ({ number, left }) => questions.get(number)?.(left));

async function main() {
  console.log(await ask(['salt', 'oil']));
}
main();
