// expect: race.check-then-act 29,18
// The same, and what has come is written to a file before it is kept: who asks meanwhile finds neither, and draws it once more.
import { setTimeout as sleep } from 'node:timers/promises';

class Tiles {
  #kept = new Map();
  #coming = new Map();
  drawn = 0;
  async draw(name) {
    await sleep(15 + name.length * 5);
    this.drawn++;
    return { name, number: this.drawn };
  }
  save() {
    return sleep(200);
  }
  get(name) {
    const kept = this.#kept.get(name);
    if (kept) return Promise.resolve(kept);
    let coming = this.#coming.get(name);
    if (!coming) {
      coming = this.draw(name).finally(() => this.#coming.delete(name));
      this.#coming.set(name, coming);
      coming.then((tile) => this.save(tile).then(() => this.#keep(name, tile)));
    }
    return coming;
  }
  #keep(name, tile) {
    this.#kept.set(name, tile);
  }
}

const tiles = new Tiles();
const visit = async (after) => {
  await sleep(after);
  return (await tiles.get('harbour')).number;
};
console.log(await Promise.all([visit(0), visit(130)]), tiles.drawn);
