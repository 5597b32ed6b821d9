// expect: nothing
// What a transaction leaves behind runs without it, and is to: the connection is that of the pool again. Nobody waits for it any more, nor for its promise.
'use strict';
const { AsyncLocalStorage } = require('node:async_hooks');
const { EventEmitter } = require('node:events');
const { setTimeout: pause } = require('node:timers/promises');

const transaction = new AsyncLocalStorage();
const changes = new EventEmitter();
const said = [];

function query(text) {
  said.push(`${transaction.getStore()?.name ?? 'pool'}: ${text}`);
}

function book(room) {
  return transaction.run({ name: `transaction ${room}` }, async () => {
    query(`book ${room}`);
    const booked = new Promise((resolve) => {
      changes.once(room, (guest) => {
        query(`look up ${guest}`);
        resolve();
      });
      setTimeout(resolve, 5);
    });
    await booked;
    query(`booked ${room}`);
  });
}

async function main() {
  await Promise.all(['red', 'blue'].map(book));
  const bell = setInterval(() => {}, 1000);
  await pause(10);
  setImmediate(() => {
    for (const room of ['red', 'blue']) changes.emit(room, 'a guest');
    clearInterval(bell);
    console.log(said.length);
  });
}
main();
