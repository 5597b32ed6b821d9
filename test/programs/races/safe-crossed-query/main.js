// expect: nothing
// Two wards count their own beds only, and a third one counts again behind its wait.
'use strict';
const beds = require('./beds');

for (const ward of ['eyes', 'bones', 'teeth']) for (const number of [1, 2, 3, 4]) beds.add(`${ward}${number}`, ward);

async function admit(ward, name, ms) {
  const left = beds.freeOn(ward).length;
  if (left < 3) throw new Error('the ward is full');
  await new Promise((resolve) => setTimeout(resolve, ms));
  beds.occupy(name);
}

async function admitLater(ward, name, ms) {
  if (beds.freeOn(ward).length < 3) throw new Error('the ward is full');
  await new Promise((resolve) => setTimeout(resolve, ms));
  if (beds.freeOn(ward).length < 3) throw new Error('the ward is full by now');
  beds.occupy(name);
}

Promise.allSettled([
  admit('eyes', 'eyes1', 20),
  admit('bones', 'bones2', 45),
  admitLater('teeth', 'teeth1', 20),
  admitLater('teeth', 'teeth2', 45),
]).then(() => console.log('free', ['eyes', 'bones', 'teeth'].map((ward) => beds.freeOn(ward).length).join(' ')));
