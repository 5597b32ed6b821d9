// expect: race.atomicity 25,24,child.js:11,child.js:8
// Two callbacks of one process ask a child process for a list, add to it, and send it back.
'use strict';
const { fork } = require('node:child_process');
const path = require('node:path');

const child = fork(path.join(__dirname, 'child.js'));
const waiting = new Map();
let serial = 0;

child.on('message', ({ id, value }) => {
  waiting.get(id)(value);
  waiting.delete(id);
});

const ask = (message) =>
  new Promise((resolve) => {
    const id = ++serial;
    waiting.set(id, resolve);
    child.send({ ...message, id });
  });

async function see(value) {
  const seen = await ask({ op: 'get', name: 'seen' });
  await ask({ op: 'set', name: 'seen', value: [...seen, value] });
}

async function main() {
  await Promise.all([see('ann'), see('bob')]);
  const seen = await ask({ op: 'get', name: 'seen' });
  await ask({ op: 'set', name: 'seen', value: seen.toSorted() });
  console.log(seen.length > 0);
  child.disconnect();
}
main();
