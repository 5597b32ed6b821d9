// expect: nothing
// The number of a row is given in the step in which it is added. What a list held before the wait is only told, or looked at again.
import { setTimeout as sleep } from 'node:timers/promises';
import { Repo } from './repo.mjs';
const people = new Repo();
const audit = new Repo();
async function create(name) {
  const all = await people.all();
  await people.add({ name });
  await audit.insert({ text: `${name} after ${all.length + 1} others`, share: 1 / (all.length + 1) });
}
await Promise.all([create('ada'), create('grace')]);
console.log((await people.all()).map(({ id }) => id).join());

class Log {
  #entries = [];
  async all() {
    await sleep(3);
    return this.#entries;
  }
  async append(text) {
    await sleep(3);
    this.#entries.push({ number: this.#entries.length + 1, text });
  }
}

const log = new Log();
const write = async (text) => {
  const entries = await log.all();
  if (entries.length > 100) return;
  await log.append(text);
};
await Promise.all([write('begin'), write('end')]);
console.log((await log.all()).map(({ number }) => number).join());

// The list itself, and not a copy of it, is asked for its length in the step in which it gets one more.
const notes = new Repo();
async function note(text, ms) {
  const all = await notes.all();
  await sleep(ms);
  const id = all.length + 1;
  notes.put({ id, text });
}
class Pages {
  list = [];
  async all() {
    await sleep(3);
    return this.list;
  }
  append(page) {
    this.list.push(page);
  }
}
const pages = new Pages();
async function page(text, ms) {
  const all = await pages.all();
  await sleep(ms);
  pages.append({ number: all.length + 1, text });
}
await Promise.all([note('one', 4), note('two', 8), page('first', 4), page('last', 8)]);
console.log((await notes.all()).map(({ id }) => id).join(), pages.list.map(({ number }) => number).join());
