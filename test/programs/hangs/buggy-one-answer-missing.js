// expect: promise.never-settles? 22
// Stays alive; says `late` when the question without an answer is old enough.
const { EventEmitter } = require('node:events');
const peer = new EventEmitter();
const waiting = new Map();
peer.on('ask', (id) => {
  if (id !== 7) setImmediate(() => peer.emit('answer', id));
});
peer.on('answer', (id) => waiting.get(id)());

function ask(id) {
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    peer.emit('ask', id);
  });
}

async function price(id) {
  // The peer forgets one of the questions.
  const known = id > 100;
  if (known) return 0;
  await ask(id);
  return id * 3;
}

async function main() {
  for (let id = 0; id < 7; id++) await price(id);
  price(7).catch(() => {});
  setTimeout(() => console.log('late'), 4000);
  setInterval(() => {}, 1e6);
}
main();
