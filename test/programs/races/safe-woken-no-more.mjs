// expect: nothing
// The reader of a list waits for more than ever comes: that nobody wakes it any more takes nothing from anybody.
import { setTimeout as sleep } from 'node:timers/promises';

function createInbox() {
  const letters = [];
  let wake;
  return {
    put(letter) {
      letters.push(letter);
      if (wake) wake();
    },
    async read(count) {
      const got = [];
      while (got.length < count) {
        if (letters.length > 0) got.push(letters.shift());
        else await new Promise((resolve) => (wake = resolve));
      }
      return got;
    },
  };
}

const inbox = createInbox();
inbox.put('a');
await sleep(20);
inbox.put('b');
const all = inbox.read(3);
await Promise.race([all, sleep(60)]);
console.log('enough');
process.exit(0);
