// expect: nothing
// What is worked out for a lamp is kept until the table of the maker is there, which knows it better: nothing is lost with it.
import { setTimeout as sleep } from 'node:timers/promises';

async function readTable() {
  await sleep(12);
  return [{ name: 'spot', heat: 40 }, { name: 'flood', heat: 60 }];
}

class Heat {
  #known = new Map();
  #moves = 0;

  async load() {
    const known = new Map();
    for (const { name, heat } of await readTable()) known.set(name, heat);
    this.#known = known;
    this.#moves++;
  }

  of(name) {
    if (!this.#known.has(name)) this.#known.set(name, name.length * 10);
    return this.#known.get(name);
  }

  async asked(name) {
    let heat = this.#known.get(name);
    if (heat === undefined) {
      heat = await sleep(1, name.length * 9);
      this.#known.set(name, heat);
    }
    return heat;
  }

  get moves() {
    return this.#moves;
  }
}

async function rig(heat) {
  const loading = heat.load();
  await sleep(2);
  const early = heat.of('spot') + (await heat.asked('strobe'));
  await loading;
  return early + heat.of('spot') + (await heat.asked('strobe'));
}

const heat = new Heat();
console.log('heat', (await rig(heat)) > 0, 'after', heat.moves, 'moves');
