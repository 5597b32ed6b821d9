// expect: nothing
// What another call has set meanwhile is cleared in the step that sets the new one.
import { setTimeout as delay } from 'node:timers/promises';

class Backup {
  #timer;
  runs = 0;

  async reschedule() {
    const ms = await pauseFor();
    if (this.#timer) clearTimeout(this.#timer);
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
