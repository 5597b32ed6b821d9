// expect: race.check-then-act 21,17
// A choir opens its songbook for the first who asks; where it is locked, the key is fetched first, and only then is it written down that the book is open. Two who come meanwhile open it twice.
import { setTimeout as sleep } from 'node:timers/promises';

class Choir {
  opened = 0;

  constructor(isLocked) {
    this.isLocked = isLocked;
    this.book = undefined;
    this.stamp = undefined;
    this.singers = [];
  }

  async songbook() {
    // One book for all.
    if (this.book === undefined) {
      if (this.isLocked) {
        await this.fetchKey();
      }
      this.book = this.open(this.singers.length);
    }
    return this.book;
  }

  async fetchKey() {
    await sleep(4);
  }

  open(pages) {
    this.opened++;
    return { pages, marks: [] };
  }

  async sing(name) {
    const book = await this.songbook();
    book.marks.push(name);
    return `${name} has ${book.marks.length}`;
  }
}

const choir = new Choir(true);
const parts = await Promise.all(['alto', 'tenor', 'bass'].map((name) => choir.sing(name)));
console.log(parts.join(), choir.opened);
