// expect: nothing
// The other one adds what the search does not take, and who searches has a mark against its like.
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

  async join(name) {
    const key = await sleep(10, `key of ${name}`);
    this.voices.push({ name, part: 'alto', key });
  }
}

const choir = new Choir();
console.log(await Promise.all([choir.lead('ada'), choir.join('bea'), choir.lead('cy')]));
