// expect: race.atomicity 13,15,19
// A guest leaves the list of those who wait and is on that of those who are seated only when the table has been laid: who asks in between whether nobody is left closes the house.
'use strict';
const { setTimeout: delay } = require('node:timers/promises');

const waiting = new Set();
const seated = new Map();
let closed = 'open';

async function seat(guest, table) {
  const known = waiting.has(guest);
  if (!known) throw new Error(`nobody waits under the name of ${guest}`);
  if (!waiting.delete(guest)) return;
  await lay(table);
  seated.set(guest, table);
}

function closeWhenEmpty() {
  if (waiting.size + seated.size === 0) closed = 'closed';
}

async function lay(table) {
  await delay(10 + table);
}

async function main() {
  waiting.add('Ines');
  await delay(2);
  const evening = seat('Ines', 15);
  await delay(8);
  closeWhenEmpty();
  await evening;
  console.log(closed, [...seated.keys()].join());
}

main();
