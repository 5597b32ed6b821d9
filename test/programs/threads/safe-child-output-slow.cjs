// expect: nothing
// A child that takes its time over what it was given, and does not read on meanwhile: the parent waits for `drain` for longer than a second.
const { once } = require('node:events');
const { spawn } = require('node:child_process');
const { setTimeout: pause } = require('node:timers/promises');

async function print() {
  let pages = 0;
  for await (const part of process.stdin) {
    if (pages++ === 1) await pause(2500);
    process.stdout.write(`${part.length}\n`);
  }
}

async function main() {
  const printer = spawn(process.execPath, [__filename, 'print'], { stdio: ['pipe', 'pipe', 'inherit'] });
  for (let page = 0; page < 20; page++) {
    if (!printer.stdin.write('x'.repeat(50_000))) await once(printer.stdin, 'drain');
  }
  printer.stdin.end();
  let sizes = '';
  for await (const part of printer.stdout) sizes += part;
  console.log(sizes.split('\n').reduce((sum, size) => sum + Number(size), 0));
}

if (process.argv[2] === 'print') print();
else main();
