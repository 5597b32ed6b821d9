// expect: worker.clone-cost@info main.js:7
const { Worker, isMainThread, parentPort } = require('worker_threads');
if (isMainThread) {
  const w = new Worker(__filename);
  const rows = Array.from({ length: 200_000 }, (_, i) => ({ id: i, name: 'row ' + i, value: i / 3 }));
  w.on('message', (n) => { console.log(n); w.terminate(); });
  w.postMessage(rows);
} else parentPort.on('message', (m) => parentPort.postMessage(m.length));
