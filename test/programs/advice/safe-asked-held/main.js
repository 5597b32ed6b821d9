// expect: nothing
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

const seats = new Set(['a1']);
async function isFree(seat) {
  await sleep(5);
  return seats.has(seat);
}
// Whether there is anything to wait for is asked first.
let saving;
function save() {
  if (saving !== undefined) return undefined;
  saving = sleep(5).then(() => {
    saving = undefined;
  });
  return saving;
}
let begun = 0;
function change() {
  const started = save();
  if (started) begun++;
}
// Others wait for what is shown here as it is.
const open = new Map();
function show(seat) {
  const asked = isFree(seat);
  open.set(seat, asked);
  return asked ? 'asked' : 'known';
}

async function main() {
  const free = await isFree('a1');
  if (free) seats.delete('a1');
  change();
  change();
  console.log(show('b2'), `${await isFree('c3')} ${begun}`, JSON.stringify({ left: await open.get('b2') }));
}

main();
