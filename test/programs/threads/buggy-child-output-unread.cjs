// expect: deadlock.actual 10
// The child prints more than a pipe holds, and the parent only listens for its end. No promise anywhere.
const { spawn } = require('node:child_process');

if (process.argv[2] === 'inventory') {
  const shelves = Array.from({ length: 20_000 }, (_, i) => `shelf ${i}: ${i % 17} boxes`);
  console.log(shelves.join('\n'));
} else {
  console.log('counting');
  const child = spawn(process.execPath, [__filename, 'inventory']);
  child.on('exit', (code) => {
    console.log('counted', code);
  });
}
