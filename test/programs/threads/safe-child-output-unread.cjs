// expect: nothing
// Output that nobody wants: it goes nowhere, it goes on, or it is let run. And one that is read late, when the child has stood in it for a while.
const { once } = require('node:events');
const { spawn } = require('node:child_process');

if (process.argv[2] === 'inventory') {
  const shelves = Array.from({ length: 20_000 }, (_, i) => `shelf ${i}: ${i % 17} boxes`);
  console.log(shelves.join('\n'));
} else {
  const start = (stdio) => spawn(process.execPath, [__filename, 'inventory'], { stdio });
  async function main() {
    await once(start(['ignore', 'ignore', 'inherit']), 'exit');
    const flowing = start(['pipe', 'pipe', 'pipe']);
    flowing.stdout.resume();
    flowing.stderr.resume();
    await once(flowing, 'close');
    const late = start(['pipe', 'pipe', 'inherit']);
    let size = 0;
    setTimeout(() => late.stdout.on('data', (part) => (size += part.length)), 2500);
    await once(late, 'close');
    console.log('counted', size > 100_000);
  }
  main();
}
