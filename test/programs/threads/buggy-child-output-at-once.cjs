// expect: deadlock.actual 14
// A child that writes its lines one by one, each at once; who started it opens the register first, which takes the child's end.
const fs = require('node:fs');
const { spawn } = require('node:child_process');
const { finished } = require('node:stream/promises');

if (process.argv[2] === 'voters') {
  for (let n = 0; n < 30_000; n++) fs.writeSync(1, `${String(n).padStart(7, '0')} district ${n % 31}\n`);
  process.exit();
} else {
  const list = spawn(process.execPath, [__filename, 'voters'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const count = async () => {
    let voters = 0;
    const code = await new Promise((resolve) => list.once('close', resolve));
    if (code === 0) list.stdout.on('data', (part) => (voters += String(part).split('\n').length - 1));
    await finished(list.stdout);
    return voters;
  };
  count().then(console.log);
}
