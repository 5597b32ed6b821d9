// expect: handle.leak main.js:15
// stop-after: 5
'use strict';
const { Worker, MessageChannel } = require('node:worker_threads');

const worker = new Worker(
  `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ text, port }) => port.postMessage(text.split(' ')));
`,
  { eval: true },
);

function parse(text) {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.on('message', resolve);
    worker.postMessage({ text, port: port2 }, [port2]);
  });
}

async function main() {
  let words = 0;
  for (let i = 0; i < 6; i++) words += (await parse(`line number ${i}`)).length;
  console.log(words);
  worker.unref();
}
main();
