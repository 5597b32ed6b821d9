// expect: nothing
// A letter is open until it is known what it asks for.
import { setTimeout as sleep } from 'node:timers/promises';

const asksFor = { start: ['one', 'two'], one: ['three'], two: [], three: [] };

class Desk {
  waiting = [];
  open = [];

  constructor(done) {
    this.done = done;
    this.waiting.push('start');
    this.rounds = setInterval(() => this.round(), 10);
  }

  round() {
    const letter = this.waiting.shift();
    if (letter !== undefined) {
      this.answer(letter);
    } else if (this.open.length === 0) {
      clearInterval(this.rounds);
      this.done();
    }
  }

  async answer(letter) {
    this.open.push(letter);
    await sleep(15);
    await this.read(letter);
    this.open.splice(this.open.indexOf(letter), 1);
  }

  async read(letter) {
    await sleep(25);
    for (const other of asksFor[letter]) this.waiting.push(other);
  }
}

const desk = new Desk(() => console.log('all letters are answered'));
process.on('exit', () => console.log(`${desk.waiting.length} left`));
