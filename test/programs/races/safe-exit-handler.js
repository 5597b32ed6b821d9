// expect: nothing
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { setTimeout: delay } = require('node:timers/promises');

const state = { done: 0, ended: false };
const file = path.join(os.tmpdir(), `exit-${process.pid}.json`);

process.on('exit', () => {
  state.ended = true;
  fs.writeFileSync(file, JSON.stringify(state));
  console.log(JSON.parse(fs.readFileSync(file, 'utf8')).done);
  fs.unlinkSync(file);
});

async function work(n) {
  if (state.ended) return;
  await delay(n);
  state.done += 1;
}
Promise.all([work(1), work(2), work(3)]);
