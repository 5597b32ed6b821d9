// expect: race.order.use-before-init 19
// The answer of one worker is used at the exit of another one: nothing makes that wait for it.
'use strict';
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

if (isMainThread) {
  let yields;
  const start = (field, ms) => new Worker(__filename, { workerData: { field, ms } });
  const harvester = start('barley', 10);
  harvester.on('message', (message) => {
    yields = message;
  });
  harvester.on('exit', () => console.log('harvested'));

  const carter = start('rye', 300);
  carter.on('message', ({ sheaves }) => console.log('carted', sheaves.length));
  carter.on('exit', () => {
    console.log('in the barn by now:');
    console.log(yields.sheaves.length);
  });
} else {
  const { field, ms } = workerData;
  const sheaves = Array.from({ length: field.length * 3 }, (_, i) => i);
  setTimeout(() => parentPort.postMessage({ sheaves }), ms);
}
