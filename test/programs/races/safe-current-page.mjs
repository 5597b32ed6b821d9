// expect: nothing
// Each line goes to the page that is open by then, and whoever fills it begins the next one.
import { setTimeout as delay } from 'node:timers/promises';

class Book {
  page = new Set();
  full = [];

  add(line) {
    this.page.add(line);
    if (this.page.size >= 3) this.turn();
  }

  turn() {
    this.full.push(this.page);
    this.page = new Set();
  }
}

const book = new Book();
await Promise.all([1, 2, 3].map(async (writer) => {
  for (let i = 0; i < 9; i++) {
    book.add(`${writer}-${i}`);
    if (i % 2 === 0) await delay(writer);
  }
}));
console.log(book.full.reduce((sum, page) => sum + page.size, book.page.size));
