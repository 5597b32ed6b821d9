// expect: nothing
// What the keys of an object name is there in the step in which they are asked for, whatever an earlier step of the same work had looked at.
import { setTimeout as sleep } from 'node:timers/promises';

class Notices {
  constructor() {
    this.recent = {};
    this.told = 0;
  }

  tell(name, what) {
    if (what === 'came') {
      Object.keys(this.recent).forEach((older) => {
        if (this.recent[older].indexOf('went') !== -1) {
          this.told++;
          delete this.recent[older];
        }
      });
    }
    const known = this.recent[name] || [];
    if (known.indexOf(what) === -1) {
      this.recent[name] = [...known, what];
      setTimeout(() => {
        delete this.recent[name];
      }, 120);
    }
  }
}

const notices = new Notices();
async function visit(name) {
  notices.tell(name, 'went');
  await sleep(3);
  notices.tell(`${name} again`, 'came');
  await sleep(2);
  notices.tell(name, 'came');
}
await Promise.all([visit('a'), visit('b')]);
await sleep(200);
await visit('c');
console.log(notices.told > 0);
