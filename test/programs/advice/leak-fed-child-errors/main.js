// expect: handle.leak main.js:8
// stop-after: 4
'use strict';
const { spawn } = require('node:child_process');
const { createInterface } = require('node:readline');

// It has answered twice, and reads on; what it says of errors goes where ours does.
const helper = spawn(process.execPath, ['-e', 'process.stdin.pipe(process.stdout)'], { env: {}, stdio: ['pipe', 'pipe', 'inherit'] });
const asked = [];
createInterface({ input: helper.stdout }).on('line', (line) => asked.shift()(line));

function ask(text) {
  return new Promise((resolve) => {
    asked.push(resolve);
    helper.stdin.write(`${text}\n`);
  });
}

async function main() {
  console.log(await ask('one'), await ask('two'));
}
main();
