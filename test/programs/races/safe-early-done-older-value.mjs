// expect: nothing
import { setTimeout as pause } from 'node:timers/promises';

// What has been noted so far is good enough: nobody waits for the rest, and somebody else has put the first into the list.
class Diary {
  #notes = ['begun'];
  async note(text) {
    await pause(8);
    this.#notes.push(text);
  }
  begin() {
    this.#notes.push('open');
  }
  last() {
    return this.#notes.at(-1);
  }
}

const diary = new Diary();
async function visit(name) {
  diary.begin();
  await pause(2);
  diary.note(name);
}
async function tour() {
  await visit('museum');
  return diary.last();
}
console.log(await tour());
