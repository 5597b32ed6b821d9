// expect: nothing
// The callback asks for the same as what is under way, and nothing that the call is given is in the answer; what has been asked for last is kept apart.
import { setTimeout as sleep } from 'node:timers/promises';

const shelf = { books: [], wanted: '', news: [], rounds: 0 };

async function seek(title) {
  await sleep(30 + 0.5 * title.length);
  return [`${title}, first edition`];
}

async function fill(title) {
  shelf.wanted = title;
  const books = await seek(title);
  if (shelf.wanted === title) shelf.books = books;
}

async function renew() {
  const news = await seek('x'.repeat(2 * ++shelf.rounds));
  shelf.news = news;
}

renew();
setTimeout(() => renew(), 5);
const first = fill('The Voyage Out');
const second = sleep(5).then(() => fill('Back'));
await Promise.all([first, second]);
console.log(shelf.books.length, shelf.news.length);
