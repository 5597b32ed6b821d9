// expect: promise.floating main.js:11; promise.floating main.js:20
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

const seats = new Set(['a1']);
async function isFree(seat) {
  await sleep(5);
  return seats.has(seat);
}
function book(seat) {
  const free = isFree(seat);
  if (!free) return 'taken';
  return `booked ${seat}`;
}
const ranks = new Map([['ann', 3], ['bob', 9], ['cleo', 5]]);
const rank = async (name) => {
  await null;
  return ranks.get(name);
};
const sorted = () => [...ranks.keys()].sort(async (a, b) => (await rank(b)) - (await rank(a)));

console.log(book('a1'), book('b2'), sorted().join());
