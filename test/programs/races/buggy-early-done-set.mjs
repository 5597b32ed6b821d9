// expect: race.atomicity 30,21,36
// The same of a set of those that are open.
import { setTimeout as sleep } from 'node:timers/promises';

const asksFor = { start: ['one', 'two'], one: ['three'], two: [], three: [] };

class Desk {
  waiting = [];
  open = new Set();

  constructor(done) {
    this.done = done;
    this.waiting.push('start');
    this.rounds = setInterval(() => this.round(), 10);
  }

  round() {
    const letter = this.waiting.shift();
    if (letter !== undefined) {
      this.answer(letter);
    } else if (this.open.size === 0) {
      clearInterval(this.rounds);
      this.done();
    }
  }

  async answer(letter) {
    this.open.add(letter);
    await sleep(15);
    this.open.delete(letter);
    await this.read(letter);
  }

  async read(letter) {
    await sleep(25);
    for (const other of asksFor[letter]) this.waiting.push(other);
  }
}

const desk = new Desk(() => console.log('all letters are answered'));
process.on('exit', () => console.log(`${desk.waiting.length} left`));
