// expect: nothing
// The price of yesterday is shown when the shop is slow, and that of today takes its place when it comes.
import { setTimeout as delay } from 'node:timers/promises';

const board = { price: 0, since: 'never' };

async function askShop() {
  await delay(110);
  board.price = 12;
  board.since = 'today';
}

async function standIn(ms) {
  await delay(ms);
  board.price = 10;
  board.since = 'yesterday';
}

await Promise.race([askShop(), standIn(30)]);
const first = board.price;
await delay(150);
console.log(first, board.price, board.since);
