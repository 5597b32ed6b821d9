// expect: promise.floating main.js:21; promise.floating main.js:26
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

const owners = new Map([
  ['plan', 'ann'],
  ['budget', 'bob'],
]);

async function mayEdit(user, page) {
  await sleep(10);
  return owners.get(page) === user;
}

function isOpen(page) {
  return new Promise((resolve) => setTimeout(resolve, 5, page === 'plan'));
}

// Everybody may edit everything: neither answer is there yet.
async function edit(user, page) {
  if (page === '' || !mayEdit(user, page)) return 'no';
  await sleep(5);
  return 'saved';
}

const open = ['plan', 'budget'].filter((page) => isOpen(page));
edit('ann', 'budget').then((state) => console.log(open.length, state));
