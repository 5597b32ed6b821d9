// expect: nothing
// A hall lets nobody in once it closes, and is closed when the last guest has gone: whoever goes last was told that it closes.
import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const OPEN = 0;
const CLOSING = 1;
const CLOSED = 2;

function finish(hall) {
  hall.state = CLOSED;
  hall.emit('closed');
}

class Hall extends EventEmitter {
  state = OPEN;
  endsWithLast = false;
  guests = new Set();

  enter(guest) {
    if (this.state > OPEN) return false;
    this.guests.add(guest);
    guest.once('gone', () => {
      this.guests.delete(guest);
      if (this.endsWithLast && this.guests.size === 0) process.nextTick(finish, this);
    });
    return true;
  }

  close() {
    if (this.state !== OPEN) return;
    this.state = CLOSING;
    if (this.guests.size > 0) this.endsWithLast = true;
    else process.nextTick(finish, this);
  }
}

const hall = new Hall();
let refused = 0;

async function visit(from, to) {
  await delay(from);
  const guest = new EventEmitter();
  if (!hall.enter(guest)) {
    refused++;
    return;
  }
  await delay(to - from);
  guest.emit('gone');
}

setTimeout(() => hall.close(), 20);
const visits = [visit(1, 10), visit(3, 40), visit(8, 30), visit(25, 50)];
await once(hall, 'closed');
await Promise.all(visits);
console.log(hall.state, refused);
