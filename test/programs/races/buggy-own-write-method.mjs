// expect: race.atomicity 12,14
// No stream: whoever calls it while another call waits starts from the same rest.
import { setTimeout as delay } from 'node:timers/promises';

class Journal {
  rest = '';
  stored = [];
  append(text) {
    return this._write(text);
  }
  async _write(text) {
    const lines = (this.rest + text).split('\n');
    await delay(2);
    this.rest = lines.pop();
    this.stored.push(...lines);
  }
}

const journal = new Journal();
setTimeout(() => void journal.append('a\nb'), 3);
setTimeout(() => void journal.append('c\nd'), 9);
await delay(40);
console.log(journal.stored.length);
