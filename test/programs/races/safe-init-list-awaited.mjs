// expect: nothing
// Whoever adds waits for what is loaded; and a list of drafts that is shown before another one takes its place has lost nothing.
import { setTimeout as sleep } from 'node:timers/promises';

class Planets {
  rows = [];
  drafts = [];
  #loading;

  load() {
    this.#loading = this.#read();
    return this.#loading;
  }

  async #read() {
    this.rows = await sleep(5, ['Mars', 'Earth']);
    this.drafts = await sleep(5, ['Ceres']);
  }

  async add(name) {
    await this.#loading;
    this.rows.push(name);
  }

  async note(name) {
    await sleep(1);
    this.drafts.push(name);
  }

  show() {
    console.log(this.drafts.join());
  }
}

const planets = new Planets();
const loading = planets.load();
const adding = planets.add('Pluto');
await planets.note('Vulcan');
planets.show();
await Promise.all([loading, adding]);
console.log(planets.rows.join(), planets.drafts.join());
