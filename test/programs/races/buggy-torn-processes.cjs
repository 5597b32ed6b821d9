// expect: race.fs.torn-read 34,20
// A process goes on to write a file in place, and another one reads it now and then. In this run they did not meet.
'use strict';
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');
const { fork } = require('node:child_process');
const { once } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');

async function weigh(file) {
  const lorry = fork(__filename, [file]);
  const gone = once(lorry, 'exit');
  let isGone = false;
  gone.then(() => {
    isGone = true;
  });
  for (let load = 1; !isGone; load++) {
    const text = JSON.stringify({ load, tons: load * 2.5 });
    await fs.writeFile(file, text);
    await sleep(250);
  }
}

async function main() {
  if (process.argv[2] === undefined) {
    const dir = await fs.mkdtemp(path.join(os.tmpdir(), 'scales-'));
    await weigh(path.join(dir, 'scales.json'));
    await fs.rm(dir, { recursive: true });
    return;
  }
  for (let i = 0; i < 3; i++) {
    await sleep(330);
    const state = JSON.parse((await fs.readFile(process.argv[2], 'utf8')) || '{}');
    if (state.tons < 0) throw new Error('scales are broken');
  }
}

main();
