// expect: race.check-then-act 13,16
// Three hikers pass a check for two bunks. That the third one finds no number in the table of bunks is no second check: it moves in all the same.
import { setTimeout as delay } from 'node:timers/promises';

const BUNKS = ['upper', 'lower'];

class Hut {
  guests = [];
  full = 0;

  async checkIn(name) {
    // The count is looked at again only to find the bunk.
    if (this.guests.length < BUNKS.length) {
      await delay(2);
      const bunk = BUNKS[this.guests.length] ?? 'floor';
      this.guests.push({ name, bunk });
      return bunk;
    }
    this.full++;
    return 'sent on';
  }
}

const hut = new Hut();
const bunks = await Promise.all(['ida', 'ole', 'per'].map((name) => hut.checkIn(name)));
console.log(bunks.join(), hut.guests.length, hut.full);
