// expect: nothing
// stop-after: 4
'use strict';
const { spawn } = require('node:child_process');
const { createInterface } = require('node:readline');

// It was asked once more, and thinks about it.
const helper = spawn(process.execPath, ['-e', 'process.stdin.once("data", (text) => { process.stdout.write(text); setTimeout(() => {}, 60_000); })'], { env: {} });
const asked = [];
createInterface({ input: helper.stdout }).on('line', (line) => asked.shift()(line));

function ask(text) {
  return new Promise((resolve) => {
    asked.push(resolve);
    helper.stdin.write(`${text}\n`);
  });
}

async function main() {
  console.log(await ask('one'));
  console.log(await ask('two'));
}
main();
