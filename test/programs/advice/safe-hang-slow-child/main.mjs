// expect: nothing
// stop-after: 5
// never: deadlock.actual
// The child thinks for long before it takes its input, and its output is read all the while.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

async function sorted(rows) {
  const child = spawn('sh', ['-c', 'echo ready; sleep 30; sort']);
  const parts = [];
  child.stdout.on('data', (part) => parts.push(part));
  for (const row of rows) {
    if (!child.stdin.write(`${row}\n`)) await once(child.stdin, 'drain');
  }
  child.stdin.end();
  await once(child.stdout, 'end');
  return Buffer.concat(parts).toString().split('\n').length - 1;
}

console.log(await sorted(Array.from({ length: 30_000 }, (_, i) => `row ${i} of the table`)));
