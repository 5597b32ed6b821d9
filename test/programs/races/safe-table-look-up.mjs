// expect: nothing
// What is found in a table by the number of those who are there decides whether there is room for one more: it is asked after the wait.
import { setTimeout as delay } from 'node:timers/promises';

const BUNKS = ['upper', 'lower'];

class Hut {
  guests = [];
  waiting = [];

  async checkIn(name) {
    if (this.guests.length >= BUNKS.length) return 'sent on';
    await delay(2);
    const bunk = BUNKS[this.guests.length] ?? 'none';
    if (bunk === 'none') return 'sent on';
    this.guests.push({ name, bunk });
    return bunk;
  }

  async askForPlace(name) {
    if (this.waiting.length >= BUNKS.length) return 'no';
    await delay(2);
    const place = this.waiting.length < BUNKS.length ? BUNKS[this.waiting.length] : undefined;
    if (place) this.waiting.push(name);
    return place ?? 'no';
  }
}

const hut = new Hut();
const names = ['ida', 'ole', 'per'];
const bunks = await Promise.all(names.map((name) => hut.checkIn(name)));
const places = await Promise.all(names.map((name) => hut.askForPlace(name)));
console.log(bunks.join(), places.join(), hut.guests.length, hut.waiting.length);
