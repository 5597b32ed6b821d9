// expect: nothing
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

class Pipe extends EventEmitter {
  open() {
    setTimeout(() => this.emit('open'), 10);
  }
  close() {
    setTimeout(() => this.emit('close'), 50);
  }
}

class Feed {
  pipe = null;
  isOpen = false;
  missed = 0;

  open() {
    const pipe = (this.pipe = new Pipe());
    pipe.open();
    pipe.on('open', () => {
      this.isOpen = true;
    });
    pipe.on('close', () => {
      if (this.pipe !== pipe) return;
      this.isOpen = false;
      this.pipe = null;
    });
  }

  again() {
    this.pipe.close();
    this.open();
  }

  next() {
    if (!this.isOpen) this.missed++;
  }
}

const feed = new Feed();
feed.open();
await sleep(30);
feed.again();
await sleep(90);
feed.next();
console.log(feed.missed >= 0);
