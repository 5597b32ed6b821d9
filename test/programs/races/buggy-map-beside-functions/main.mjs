// expect: race.check-then-act main.mjs:30,main.mjs:25
// Each desk looks up a question once at a time, by a Map of its own; the archive has functions of the same names, and two desks that find it without an answer both make an edition.
import { setTimeout as sleep } from 'node:timers/promises';
import * as archive from './archive.mjs';

let edition = 0;

class Desk {
  asked = new Map();

  async answer(question) {
    const waiting = this.asked.get(question);
    if (waiting !== undefined) {
      return waiting;
    }
    let found;
    this.asked.set(question, new Promise((resolve) => (found = resolve)));
    const text = await this.lookUp(question);
    this.asked.delete(question);
    found(text);
    return text;
  }

  async lookUp(question) {
    if (archive.get(question).includes('edition')) {
      return archive.get(question);
    }
    await sleep(5);
    edition++;
    archive.set(question, `${question}, edition ${edition}`);
    return archive.get(question);
  }
}

const reading = new Desk();
const lending = new Desk();
archive.set('rivers', 'rivers, nothing yet');
await Promise.all([reading.answer('rivers'), lending.answer('rivers'), reading.answer('rivers')]);
console.log(archive.get('rivers').startsWith('rivers, edition'), edition);
