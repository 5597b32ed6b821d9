// expect: nothing
'use strict';
const { fork } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'votes-'));
const station = path.join(__dirname, 'tally.js');
function begin(name) {
  const file = path.join(dir, name);
  fs.writeFileSync(file, '{"yes":0,"no":0}');
  return file;
}

// A pause after the exit, and one that goes on beside it: both have come.
async function together() {
  const file = begin('together');
  await Promise.all([once(fork(station, [file, 'yes']), 'exit'), sleep(700)]);
  await once(fork(station, [file, 'no']), 'exit');
  await sleep(20);
  await once(fork(station, [file, 'no']), 'exit');
}
// It looks again and again whether the first one has gone.
async function polled() {
  const file = begin('polled');
  let gone = false;
  fork(station, [file, 'yes']).on('exit', () => (gone = true));
  while (!gone) await sleep(25);
  await once(fork(station, [file, 'no']), 'exit');
}
// It looks once, late enough.
async function asked() {
  const file = begin('asked');
  let gone = false;
  const first = fork(station, [file, 'yes']).on('exit', () => (gone = true));
  await sleep(800);
  if (!gone) await once(first, 'exit');
  await once(fork(station, [file, 'no']), 'exit');
}
// The first one has been awaited by name, after the pause.
async function kept() {
  const file = begin('kept');
  const first = once(fork(station, [file, 'yes']), 'exit');
  await sleep(800);
  await first;
  await once(fork(station, [file, 'no']), 'exit');
}
async function main() {
  await Promise.all([together(), polled(), asked(), kept()]);
  console.log(fs.readdirSync(dir).length);
  fs.rmSync(dir, { recursive: true });
}
main();
