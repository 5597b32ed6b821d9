// expect: deadlock.actual 23
// The parent writes all measurements, waiting for `drain` as it should, and reads the child's answer only then: both pipes are full long before.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import readline from 'node:readline';

const FILE = fileURLToPath(import.meta.url);

if (process.argv[2] === 'round') {
  const lines = readline.createInterface({ input: process.stdin });
  for await (const line of lines) {
    if (!process.stdout.write(`${line} -> ${Math.round(Number(line))} degrees, rounded\n`)) await once(process.stdout, 'drain');
  }
} else {
  async function rounded(measured) {
    const child = spawn(process.execPath, [FILE, 'round'], { stdio: ['pipe', 'pipe', 'inherit'] });
    for (let from = 0; from < measured.length; from += 1000) {
      const part = measured.slice(from, from + 1000).join('\n');
      if (child.stdin.write(`${part}\n`)) continue;
      // Comes when the child has taken that in, which it cannot while its own output is full.
      await once(child.stdin, 'drain');
    }
    child.stdin.end();
    return text(child.stdout);
  }
  const many = await rounded(Array.from({ length: 100_000 }, (_, i) => (i % 400) / 10));
  console.log(many.split('\n').length - 1);
}
