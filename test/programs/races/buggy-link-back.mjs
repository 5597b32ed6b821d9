// expect: race.order.use-after-close 11,24
// The ferry is sold while travellers are on their way to it.
import { setTimeout as delay } from 'node:timers/promises';

class Ferry {
  sails = true;
  carried = 0;

  async cross(n) {
    await delay(4 + n);
    if (!this.sails) throw new Error('sold');
    this.carried++;
  }
}

const ferry = new Ferry();
async function travel(n) {
  for (let at = 0; at < 3; at++) {
    await ferry.cross(n);
  }
}
async function sell() {
  await delay(14);
  ferry.sails = false;
}
const results = await Promise.allSettled([travel(1), travel(2), sell()]);
console.log(results.length);
