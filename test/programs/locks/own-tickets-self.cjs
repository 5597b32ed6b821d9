// expect: lock.self-deadlock 21,32 signal
// A number is drawn, and looked for again and again: under the first one a second one is drawn.
const { setTimeout: sleep } = require('node:timers/promises');

class Book {
  constructor() {
    this.drawn = 0;
    this.called = 0;
    this.lines = [];
  }
  async enter() {
    const mine = this.drawn++;
    while (this.called !== mine) {
      await sleep(5);
    }
  }
  leave() {
    this.called++;
  }
  async write(line) {
    await this.enter();
    try {
      await sleep(1);
      this.lines.push(line);
    } finally {
      this.leave();
    }
  }
  async copy(other) {
    await this.enter();
    try {
      for (const line of other) await this.write(line);
    } finally {
      this.leave();
    }
  }
}
async function main() {
  const book = new Book();
  await book.write('once');
  console.log(book.lines.length);
  await book.copy(['upon', 'a time']);
}
main();
