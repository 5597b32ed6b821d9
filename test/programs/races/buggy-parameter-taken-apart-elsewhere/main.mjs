// expect: race.check-then-act main.mjs:11,main.mjs:12
import { setTimeout as delay } from 'node:timers/promises';
import { Rules } from './rules.mjs';

const book = { title: 'Emma', copies: 1 };

async function lend(reader) {
  if (!Rules.mayBorrow(book)) return `${reader}: none`;
  await delay(25);
  // The last copy goes to both.
  book.copies -= 1;
  return `${reader}: ${book.copies} left`;
}

console.log(await Promise.all([lend('cy'), lend('di')]));
