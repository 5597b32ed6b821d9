// expect: nothing
// never: handle.leak
'use strict';
const { Worker, MessageChannel } = require('node:worker_threads');
const { once } = require('node:events');

const worker = new Worker(
  `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ text, port }) => {
  port.postMessage(text.split(' '));
  port.close();
});
`,
  { eval: true },
);

async function parse(text) {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ text, port: port2 }, [port2]);
  const [words] = await once(port1, 'message');
  return words;
}

async function main() {
  let words = 0;
  const until = Date.now() + 120;
  while (Date.now() < until) words += (await parse('one line')).length;
  console.log(words > 0);
  worker.unref();
}
main();
