// expect: race.atomicity 12,11
// A listener that each call adds for itself takes what it finds for that of the call.
import { EventEmitter, once } from 'node:events';

class Lookup {
  wanted = '';
  answers = new Map();

  async ask(word, done) {
    const answered = new EventEmitter();
    answered.once('answered', () => done(this.answers.get(this.wanted)));
    this.wanted = word;
    setTimeout(() => answered.emit('ready', word.length), 60 - 15 * word.length);
    const [length] = await once(answered, 'ready');
    this.answers.set(word, length);
    answered.emit('answered');
  }
}

const lookup = new Lookup();
['a', 'an', 'ant'].forEach((word, i) => setTimeout(() => lookup.ask(word, (length) => console.log(length)), i * 5));
