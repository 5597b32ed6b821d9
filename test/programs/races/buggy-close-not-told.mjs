// expect: race.order.use-after-close 12
// The news of the end reaches a listener, but not the job that still has to write.
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const fail = (link, error) => setImmediate(() => link.emit('error', error));

class Link extends EventEmitter {
  state = { destroyed: false, sent: [] };

  write(text) {
    if (this.state.destroyed) {
      fail(this, new Error('the link is gone'));
      return false;
    }
    this.state.sent.push(text);
    return true;
  }

  leave() {
    if (this.state.destroyed) return;
    this.state.destroyed = true;
    fail(this, new Error('the other side has left'));
  }
}

async function report(link) {
  await delay(20);
  return link.write('second');
}

const link = new Link();
link.write('first');
link.on('error', () => undefined);
const reported = report(link);
await delay(3);
link.leave();
console.log(await reported);
