// expect: nothing
// The answer of the child is read from the start, while the measurements are written.
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
    const answer = text(child.stdout);
    for (let from = 0; from < measured.length; from += 1000) {
      const part = measured.slice(from, from + 1000).join('\n');
      if (!child.stdin.write(`${part}\n`)) await once(child.stdin, 'drain');
    }
    child.stdin.end();
    return answer;
  }
  const many = await rounded(Array.from({ length: 20_000 }, (_, i) => (i % 400) / 10));
  console.log(many.split('\n').length - 1);
}
