// expect: nothing
// Who has waited for the news of the end and then writes wants to see it refused.
import { EventEmitter, once } from 'node:events';
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

async function check(link) {
  const [gone] = await once(link, 'error');
  const isSent = link.write('second');
  const [refused] = await once(link, 'error');
  console.log(gone.message, isSent, refused.message);
}

const link = new Link();
link.write('first');
const checked = check(link);
await delay(3);
link.leave();
await checked;
