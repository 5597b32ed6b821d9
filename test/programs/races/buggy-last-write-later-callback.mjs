// expect: race.order.last-write 14
// What is looked for first takes longer; what is looked for by a callback of the same function, while that is under way, may be answered before it.
import { setTimeout as sleep } from 'node:timers/promises';

const shelf = { books: [] };

async function seek(title) {
  await sleep(30 + 0.5 * title.length);
  return [`${title}, first edition`];
}

async function fill(title) {
  const books = await seek(title);
  shelf.books = books;
}

const first = fill('The Voyage Out');
const second = sleep(5).then(() => fill('Back'));
await Promise.all([first, second]);
console.log(shelf.books.length);
