// expect: race.check-then-act 18,10
// The other one adds what the search would have taken, and has no mark.
import { setTimeout as sleep } from 'node:timers/promises';

class Choir {
  voices = [];
  #isChoosing = false;

  leaders() {
    return this.voices.filter((voice) => voice.part === 'lead');
  }

  async lead(name) {
    if (this.leaders().length > 0 || this.#isChoosing) return false;
    this.#isChoosing = true;
    try {
      const key = await sleep(20, `key of ${name}`);
      this.voices.push({ name, part: 'lead', key });
      return true;
    } finally {
      this.#isChoosing = false;
    }
  }

  async solo(name) {
    const key = await sleep(10, `key of ${name}`);
    this.voices.push({ name, part: 'lead', key });
  }
}

const choir = new Choir();
console.log(await Promise.all([choir.lead('ada'), choir.solo('bea'), choir.lead('cy')]));
