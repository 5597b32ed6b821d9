// expect: nothing
// A child that writes its lines one by one, each at once, and stands in that for a while: they are read late; they go to where the parent's own go; they are read from the start.
const fs = require('node:fs');
const { once } = require('node:events');
const { spawn } = require('node:child_process');

if (process.argv[2] === 'voters') {
  for (let n = 0; n < 20_000; n++) fs.writeSync(1, `${String(n).padStart(7, '0')} district ${n % 31}\n`);
  process.exit();
} else {
  const start = (stdio) => spawn(process.execPath, [__filename, 'voters'], { stdio });
  async function main() {
    const late = start(['ignore', 'pipe', 'inherit']);
    setTimeout(() => late.stdout.resume(), 2200);
    await once(late, 'close');
    await once(start(['pipe', 'inherit', 'pipe']), 'exit');
    const read = start('pipe');
    let size = 0;
    for await (const part of read.stdout) size += part.length;
    console.error(size > 300_000);
  }
  main();
}
