// expect: nothing
// Who misses a picture has it drawn, and is told that it is not there yet; nobody waits for that here, and whoever comes later finds it.
import { setTimeout as sleep } from 'node:timers/promises';

class Album {
  #drawing = new Set();
  pictures = {};

  async draw(name) {
    await sleep(90);
    this.pictures[name] = `picture of ${name}`;
    this.#drawing.delete(name);
  }

  get(name) {
    if (!this.pictures[name]) {
      if (!this.#drawing.has(name)) {
        this.#drawing.add(name);
        this.draw(name);
      }
      throw new Error(`${name} is not drawn yet`);
    }
    return this.pictures[name];
  }
}

const album = new Album();
function show(name) {
  try {
    return album.get(name);
  } catch (error) {
    return error.message;
  }
}
console.log(show('weir'));
await sleep(4);
console.log(show('weir'), show('mill'));
