// expect: nothing
// Questions that are being looked up go by a Map of the desk. The archive has functions of the same names: what it had is shown meanwhile, and the newest edition takes its place.
import { setTimeout as sleep } from 'node:timers/promises';
import * as archive from './archive.mjs';

let edition = 0;

class Desk {
  asked = new Map();
  shown = '';

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
    this.shown = archive.get(question);
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
