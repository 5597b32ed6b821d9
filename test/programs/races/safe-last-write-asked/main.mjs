// expect: nothing
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { abortable, counting, countOf, current, misspelled, steady } from './speller.mjs';

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
const panel = { newest: [], same: [], latest: [], inTurn: [], length: 0, last: null };

let run = 0;
async function newest() {
  const own = ++run;
  const found = await misspelled(draft);
  if (own !== run) return;
  panel.newest = found;
}

async function same() {
  const found = await current(draft);
  if (found) panel.same = found;
}

let controller;
async function latest() {
  controller?.abort();
  controller = new AbortController();
  try {
    const found = await abortable(draft, controller.signal);
    panel.latest = found;
  } catch (error) {
    if (error.name !== 'AbortError') throw error;
  }
}

let turn = Promise.resolve();
async function look() {
  const found = await misspelled(draft);
  panel.inTurn = found;
}
function inTurn() {
  turn = turn.then(() => look());
  return turn;
}

async function measure() {
  const length = await steady(draft);
  panel.length = length;
}

async function ask() {
  const answer = await counting();
  panel.last = answer;
}

for (const listener of [newest, same, latest, inTurn, measure, ask]) draft.on('typed', () => under.push(listener()));
draft.type('two cats');
await delay(5);
draft.type('two cats and three dogs');
await Promise.all(under);
console.log(Object.keys(panel).length, panel.length);

// The one after the other.
class Sheet {
  rows = 1;
  title = '';
  refresh() {
    return countOf(this).then((title) => {
      this.title = title;
    });
  }
}
const sheet = new Sheet();
await sheet.refresh();
sheet.rows = 4;
await sheet.refresh();
console.log(sheet.title, panel.last.number);
for (const part of [panel.newest, panel.same, panel.latest, panel.inTurn]) console.log(part.length);
