// expect: deadlock.actual main.mjs:10
// stop-after: 6
// The child answers each row at once; nobody reads that before all rows are written, and both pipes are full by then.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

async function numbered(rows) {
  const child = spawn('cat', ['-n']);
  for (const row of rows) {
    if (!child.stdin.write(`${row}\n`)) await once(child.stdin, 'drain');
  }
  child.stdin.end();
  const parts = [];
  child.stdout.on('data', (part) => parts.push(part));
  await once(child.stdout, 'end');
  return Buffer.concat(parts).toString().split('\n').length - 1;
}

console.log(await numbered(Array.from({ length: 30_000 }, (_, i) => `row ${i} of the table`)));
