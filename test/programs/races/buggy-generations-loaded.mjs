// expect: race.order.use-before-init 13,19
// Who was there before is read from a book, while visitors come already: those who come first are taken for new ones.
import { setTimeout as sleep } from 'node:timers/promises';

class Visitors {
  before = new Map();
  lately = new Map();

  seen(name) {
    if (this.lately.has(name)) {
      return this.lately.get(name);
    }
    const visitor = this.before.has(name) ? this.before.get(name) : { name, visits: 0 };
    this.lately.set(name, visitor);
    return visitor;
  }

  async open(book) {
    this.before = await book();
  }
}

async function read() {
  await sleep(20);
  return new Map([['Ada', { name: 'Ada', visits: 7 }]]);
}

const visitors = new Visitors();
void visitors.open(read);

for (const [name, at] of [
  ['Ada', 5],
  ['Grace', 8],
  ['Ada', 30],
  ['Joan', 40],
]) {
  setTimeout(() => visitors.seen(name).visits++, at);
}
await sleep(60);
console.log(visitors.seen('Ada').visits, visitors.seen('Joan').visits);
