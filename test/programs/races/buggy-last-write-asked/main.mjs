// expect: race.order.last-write main.mjs:24 ; race.order.last-write main.mjs:34
// What each call asks about is read by the helper that it waits for, and has been changed before the next call. The answers come in the order of the calls here, and nothing makes them.
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { countOf, misspelled } from './speller.mjs';

class Draft extends EventEmitter {
  #text = '';
  text() {
    return this.#text;
  }
  type(text) {
    this.#text = text;
    this.emit('typed');
  }
}

const draft = new Draft();
const under = [];
let marks = [];
async function check() {
  const found = await misspelled(draft);
  // Of a text that may be gone by now.
  marks = found;
}
draft.on('typed', () => under.push(check()));

class Sheet {
  rows = 1;
  title = '';

  async refresh() {
    await countOf(this).then((title) => {
      this.title = title;
    });
  }
}

draft.type('two cats');
await delay(5);
draft.type('two cats and three dogs');
await Promise.all(under);
for (const { word } of marks) console.log(word);

const sheet = new Sheet();
sheet.rows = 2;
const first = sheet.refresh();
await delay(2);
sheet.rows = 9;
await Promise.all([first, sheet.refresh()]);
console.log(sheet.title);
