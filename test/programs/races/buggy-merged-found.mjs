// expect: race.atomicity 23,24
// All that was found is put over what is there by then.
import { setTimeout as sleep } from 'node:timers/promises';

class Note {
  now = { title: 'draft', words: 0 };
  merge(patch) {
    this.now = { ...this.now, ...patch };
  }
}

async function count(text) {
  await sleep(30);
  return text.length;
}
async function translate(text) {
  await sleep(60);
  return text.toUpperCase();
}

const note = new Note();
async function measure() {
  const found = note.now;
  note.merge({ ...found, words: await count(found.title) });
}
async function change() {
  const title = await translate('hello');
  note.merge({ title });
}

await Promise.all([measure(), change()]);
console.log(note.now.title);
