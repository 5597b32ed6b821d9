// expect: timer.leak main.js:8
// stop-after: 4
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

function spinner(name) {
  let n = 0;
  const timer = setInterval(() => process.stderr.write(`${name} ${n++}\n`), 100);
  return () => clearInterval(timer);
}

async function build(name, parts) {
  const stop = spinner(name);
  await sleep(250);
  if (parts === 0) return 'nothing to do';
  stop();
  return 'built';
}

async function main() {
  console.log(await build('app', 3));
  console.log(await build('docs', 0));
}

main();
