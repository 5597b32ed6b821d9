// expect: race.atomicity 9,7 ; race.atomicity 30,28,22
// The number of a row is worked out with the list as it was before the wait: two rows get one number. In another file, and in this one.
import { setTimeout as sleep } from 'node:timers/promises';
import { Repo } from './repo.mjs';
const people = new Repo();
async function create(name) {
  const all = await people.all();
  const id = Math.max(0, ...all.map((person) => person.id)) + 1;
  await people.insert({ id, name });
}
await Promise.all([create('ada'), create('grace')]);
console.log((await people.all()).map(({ id }) => id).join());

class Log {
  #entries = [];
  async all() {
    await sleep(3);
    return this.#entries;
  }
  async append(entry) {
    await sleep(3);
    this.#entries.push(entry);
  }
}

const log = new Log();
const write = async (text) => {
  const entries = await log.all();
  const number = entries.length + 1;
  await log.append({ number, text });
};
await Promise.all([write('begin'), write('end')]);
console.log((await log.all()).map(({ number }) => number).join());
