// expect: race.atomicity 12,10
// Both calls clear what was there before they wait, and each sets a timer behind it: the backup runs twice.
import { setTimeout as delay } from 'node:timers/promises';

class Backup {
  #timer;
  runs = 0;

  async reschedule() {
    if (this.#timer) clearTimeout(this.#timer);
    const ms = await pauseFor();
    this.#timer = setTimeout(() => {
      this.runs += 1;
    }, ms);
  }
}

async function pauseFor() {
  await delay(6);
  return 25;
}

const backup = new Backup();
await Promise.all([backup.reschedule(), backup.reschedule()]);
await delay(90);
console.log(backup.runs);
