// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';
import { Rules } from './rules.mjs';

const book = { title: 'Emma', copies: 1 };

async function lend(reader) {
  if (!Rules.mayBorrow(book)) return `${reader}: none`;
  book.copies -= 1;
  await delay(25);
  return `${reader}: ${book.copies} left`;
}

console.log(await Promise.all([lend('cy'), lend('di')]));
