// expect: nothing
// A choir opens its songbook for the first who asks; where it is locked, the key is fetched first. Who has waited for the key looks again whether the book is open by then, and a stamp is looked at
// where nobody waits.
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
    if (this.book === undefined) {
      if (this.isLocked) {
        await this.fetchKey();
        if (this.book !== undefined) return this.book;
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
    if (this.isLocked) await sleep(1);
    if (this.stamp === undefined) this.stamp = `stamp of ${name}`;
    const book = await this.songbook();
    book.marks.push(name);
    return `${name} has ${book.marks.length}`;
  }
}

const choir = new Choir(true);
const parts = await Promise.all(['alto', 'tenor', 'bass'].map((name) => choir.sing(name)));
console.log(parts.join(), choir.opened);
