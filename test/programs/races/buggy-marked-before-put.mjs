// expect: race.atomicity 22,13,30
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const cites = { thesis: ['paper', 'book'], paper: ['letter'], book: [], letter: [] };

/** Collects all works that a work goes back to. */
class Library extends EventEmitter {
  works = new Map();

  collect(title) {
    if (this.works.has(title)) return;
    this.works.set(title, { title, status: 'wanted' });
    void this.read(title);
  }

  async read(title) {
    const work = this.works.get(title);
    work.status = 'open';
    await delay(20);
    const titles = cites[title];
    work.status = 'read';
    this.endIfRead();
    await delay(title === 'paper' ? 60 : 10);
    for (const one of titles) this.collect(one);
  }

  endIfRead() {
    if (this.isOver) return;
    const all = [...this.works.values()].every((work) => work.status === 'read');
    if (!all) return;
    this.isOver = true;
    this.emit('end', this.works.size > 0);
  }
}

const library = new Library();
library.on('end', (any) => console.log(any));
library.collect('thesis');
library.collect('book');
