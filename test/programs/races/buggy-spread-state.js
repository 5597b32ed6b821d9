// expect: race.atomicity 6,8
'use strict';
const { setTimeout: delay } = require('node:timers/promises');
let state = { users: 0, names: [] };
async function addUser(name) {
  const next = { ...state, users: state.users + 1, names: [...state.names, name] };
  await delay(2);
  state = next;
}
Promise.all([addUser('a'), addUser('b')]).then(() => console.log(state.users));
