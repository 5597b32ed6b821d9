// expect: nothing
// Two callbacks have a child process add to its list; what is asked for and replaced afterwards is nobody else's by then.
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
  await ask({ op: 'add', name: 'seen', value });
}

async function main() {
  await Promise.all([see('ann'), see('bob')]);
  const seen = await ask({ op: 'get', name: 'seen' });
  await ask({ op: 'set', name: 'seen', value: seen.toSorted() });
  console.log(seen.length > 0);
  child.disconnect();
}
main();
