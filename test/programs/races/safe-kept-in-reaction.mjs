// expect: nothing
// What is on its way is asked for first; it is taken away, and what has come is kept, by two reactions to one promise.
import { setTimeout as sleep } from 'node:timers/promises';

class Tiles {
  #kept = new Map();
  #coming = new Map();
  drawn = 0;
  async draw(name) {
    await sleep(15 + name.length * 5);
    this.drawn++;
    return { name, bytes: name.length };
  }
  get(name) {
    const kept = this.#kept.get(name);
    if (kept) return Promise.resolve(kept);
    let coming = this.#coming.get(name);
    if (!coming) {
      coming = this.draw(name).finally(() => this.#coming.delete(name));
      this.#coming.set(name, coming);
      coming.then((tile) => this.#keep(name, tile));
    }
    return coming;
  }
  #keep(name, tile) {
    this.#kept.set(name, tile);
    if (this.#kept.size > 2) this.#kept.delete(this.#kept.keys().next().value);
  }
}

const tiles = new Tiles();
const walk = async (start) => {
  for (let i = 0; i < 8; i++) {
    await tiles.get('abcdefgh'.slice(0, 1 + ((start + i * 3) % 5)));
    await sleep((start * i) % 7);
  }
};
await Promise.all([0, 1, 2, 3].map(walk));
console.log(tiles.drawn > 4);
