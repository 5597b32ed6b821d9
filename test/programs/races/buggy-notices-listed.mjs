// expect: race.order.use-after-close 15
// The names are those of another object, whose entries go by timers of their own.
import { setTimeout as sleep } from 'node:timers/promises';

class Notices {
  constructor() {
    this.recent = {};
    this.counts = {};
    this.told = 0;
  }

  tell(name, what) {
    if (what === 'came') {
      Object.keys(this.counts).forEach((older) => {
        if (this.recent[older].indexOf('went') !== -1) {
          this.told++;
          delete this.recent[older];
          delete this.counts[older];
        }
      });
    }
    const known = this.recent[name] || [];
    if (known.indexOf(what) === -1) {
      this.recent[name] = [...known, what];
      this.counts[name] = 1;
      setTimeout(() => {
        delete this.counts[name];
      }, 40);
      setTimeout(() => {
        delete this.recent[name];
      }, 48);
    }
  }
}

const notices = new Notices();
async function visit(name) {
  notices.tell(name, 'went');
  await sleep(20);
  notices.tell(`${name} again`, 'came');
  await sleep(8);
  notices.tell(name, 'came');
}
await Promise.all([visit('a'), visit('b')]);
await sleep(70);
await visit('c');
console.log(notices.told > 0);
