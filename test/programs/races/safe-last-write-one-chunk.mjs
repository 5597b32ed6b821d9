// expect: nothing
// Two lines come in one chunk, and each is an event of its own: only the newest may show its answer.
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';

const state = { shown: '' };
const run = promisify(execFile);
let newest = 0;
async function show(line) {
  const mine = ++newest;
  const answer = line === 'old' ? await run(process.execPath, ['--version']) : await stat(process.execPath);
  const text = `${line} ${typeof answer}`;
  if (mine === newest) state.shown = text;
}

const lines = createInterface({ input: Readable.from(['old\nnew\n']) });
let left = 2;
lines.on('line', (line) => {
  show(line).then(() => {
    if (--left === 0) console.log(state.shown.length > 0);
  });
});
