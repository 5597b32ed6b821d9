// expect: race.atomicity 12,11,8
// The shelf is emptied, and filled on: what is put down while it is being cleared goes unread.
import { setTimeout as pause } from 'node:timers/promises';
class Shelf {
  books = [];
  async fetch(title) {
    await pause(2);
    this.books.push(title);
  }
  async clear() {
    await Promise.all(this.books.map((book) => pause(8, book)));
    this.books = [];
  }
}
async function fill(shelf, title) {
  shelf.fetch(title);
  await pause(20);
}
const shelves = [new Shelf()];
await fill(shelves[0], 'first');
await shelves[0].clear();
await fill(shelves[0], 'second');
console.log(shelves.map(({ books }) => books.length));
