// expect: nothing
// Whoever listens for all calls alike shows what is asked for by now, whichever call has told it.
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

class Lookup extends EventEmitter {
  wanted = '';
  newest = 0;
  answer = '';

  async ask(word) {
    this.wanted = word;
    const mine = ++this.newest;
    await sleep(60 - 15 * word.length);
    if (mine === this.newest) this.answer = word.toUpperCase();
    this.emit('answered');
  }
}

const lookup = new Lookup();
let shown = 0;
lookup.on('answered', () => {
  if (++shown === 3) console.log(`${lookup.wanted}: ${lookup.answer}`);
});
['a', 'an', 'ant'].forEach((word, i) => setTimeout(() => lookup.ask(word), i * 5));
