// expect: race.atomicity 25
// The notes are made from the text as it was, and stored beside the one that has come meanwhile: nobody makes notes of that, and the two are shown together.
import { setTimeout as sleep } from 'node:timers/promises';

async function proofread(text) {
  await sleep(30);
  return text.split('\n').flatMap((line, at) => (line.includes('teh') ? [{ at, word: 'teh' }] : []));
}

class Page {
  text = 'in teh beginning';
  notes = [];

  type(text) {
    this.text = text;
  }
}

class Proofreader {
  constructor(page) {
    this.page = page;
  }

  async check() {
    this.page.notes = await proofread(this.page.text);
  }

  show() {
    const lines = this.page.text.split('\n');
    return this.page.notes.map(({ at, word }) => `${lines[at]}: ${word}`);
  }
}

const page = new Page();
const reader = new Proofreader(page);
const checked = reader.check();
setTimeout(() => page.type('A title\nin the beginning'), 5);
await checked;
console.log(reader.show().length);
