// expect: worker.clone-cost@info main.js:9
'use strict';
const { Worker, isMainThread, parentPort } = require('node:worker_threads');

if (isMainThread) {
  const worker = new Worker(__filename);
  const sheets = { 2024: sheet(300), 2025: sheet(300) };
  let asked = 0;
  const ask = () => worker.postMessage({ question: { sheets, year: 2024 + (asked++ % 2) } });
  worker.on('message', (sum) => {
    console.log('sum', sum);
    if (asked < 4) ask();
    else worker.terminate();
  });
  ask();
} else {
  parentPort.on('message', ({ question }) => {
    parentPort.postMessage(question.sheets[question.year].flat().reduce((sum, cell) => sum + cell.value, 0));
  });
}

function sheet(size) {
  return Array.from({ length: size }, (_, row) => Array.from({ length: size }, (_cell, column) => ({ value: row * column, style: 'plain' })));
}
