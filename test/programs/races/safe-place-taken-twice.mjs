// expect: nothing
// The place is marked in the step of the look; or each looks for one of its own, which may be marked as often as it likes.
import { setTimeout as delay } from 'node:timers/promises';

class Lockers {
  #taken = new Array(6).fill(0);
  free() {
    return this.#taken.indexOf(0);
  }
  async rent(who) {
    const at = this.free();
    if (at < 0) return undefined;
    this.#taken[at] = 1;
    await delay(8, who);
    return at;
  }
}

const letters = ['ann', 'bea', 'cyd'];
const answer = async (name) => {
  const at = letters.indexOf(name);
  if (at < 0) return -1;
  await delay(5);
  letters[at] = 'answered';
  return at;
};
const file = async (name) => {
  const at = letters.findIndex((letter) => letter === name);
  await delay(5);
  letters[at] = 'filed';
  return at;
};

const lockers = new Lockers();
const rented = await Promise.all(['ida', 'jon'].map((who) => lockers.rent(who)));
const answered = await Promise.all(['ann', 'ann'].map(answer));
const filed = await Promise.all(['bea', 'bea'].map(file));
console.log(rented.length, answered.length, filed.length);
