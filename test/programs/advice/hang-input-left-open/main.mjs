// expect: deadlock.actual main.mjs:8
// stop-after: 6
// The words are counted when their last line has come, and nobody says which that is.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

async function countWords(lines) {
  const child = spawn('wc', ['-w']);
  const output = text(child.stdout);
  for (const line of lines) child.stdin.write(`${line}\n`);
  return Number(await output);
}

console.log(await countWords(['one two', 'three']));
