// expect: race.order.last-write 17
// What is found for an older text is told to whoever listens after what was found for the newer one; nobody looks at it otherwise.
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
    this.inspect(this.text).then((found) => {
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
