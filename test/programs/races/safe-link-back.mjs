// expect: nothing
// A ferry does not sail for a while; whoever was refused comes again, and it sails by then.
import { setTimeout as delay } from 'node:timers/promises';

class Ferry {
  sails = true;
  carried = 0;

  async cross(n) {
    await delay(1 + (n % 2));
    if (!this.sails) throw new Error('too much wind');
    this.carried++;
  }
}

const ferry = new Ferry();
async function travel(n) {
  for (let at = 0; at < 4; at++) {
    for (;;) {
      try {
        await ferry.cross(n);
        break;
      } catch {
        await delay(3);
      }
    }
  }
}
async function storm() {
  await delay(6);
  ferry.sails = false;
  await delay(12);
  ferry.sails = true;
}
await Promise.all([travel(1), travel(2), travel(3), storm()]);
console.log(ferry.carried);
