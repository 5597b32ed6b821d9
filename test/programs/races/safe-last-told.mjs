// expect: nothing
// What is found for an older text is dropped when there is a newer one.
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

class Checker extends EventEmitter {
  found = [];
  text = '';

  async inspect(text) {
    await sleep(text.length * 20);
    return text.split(' ').filter((word) => word.endsWith(';'));
  }

  check() {
    const text = this.text;
    this.inspect(text).then((found) => {
      if (text !== this.text) return;
      this.found = found;
      this.emit('update', this.found);
    });
  }
}

const checker = new Checker();
checker.on('update', (found) => console.log(found.length));
checker.text = 'a long text; with two; marks';
checker.check();
await sleep(40);
checker.text = 'short';
checker.check();
