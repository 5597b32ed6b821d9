// expect: promise.floating main.js:13
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

const sent = [];
async function send(to) {
  await sleep(20);
  sent.push(to);
}

// Nobody waits for all of them.
async function broadcast(people) {
  Promise.all(people.map((person) => send(person)));
  return `${sent.length} of ${people.length}`;
}

broadcast(['ann', 'bob']).then((text) => console.log(text));
