// expect: nothing
// Both stand still for a while, but the parent has more for the child, and then ends its input.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

if (process.argv[2] === 'count') {
  let lines = 0;
  for await (const part of process.stdin) lines += String(part).split('\n').length - 1;
  console.log(`${lines} lines`);
} else {
  async function count(lines) {
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), 'count'], { stdio: ['pipe', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part) => (text += part));
    for (const line of lines) child.stdin.write(`${line}\n`);
    setTimeout(() => child.stdin.end('last\n'), 2500);
    await once(child, 'close');
    return text.trim();
  }
  console.log(await count(['one', 'two']));
}
