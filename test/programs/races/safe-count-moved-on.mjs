// expect: nothing
// A gallery is done when no picture is looked for and none is drawn. What was found goes from one count to the other, and what is not found is drawn empty.
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const shelf = new Map([['oak', 4], ['elm', 9]]);

class Gallery extends EventEmitter {
  #sought = 0;
  #drawing = 0;
  #isClosed = false;
  drawn = [];

  async #seek(name) {
    await sleep(3 + name.length);
    return shelf.get(name) ?? 0;
  }

  async #draw(name, size) {
    this.#drawing += 1;
    await sleep(size * 2);
    this.drawn.push(name);
    this.#drawing -= 1;
    this.#lookForEnd();
  }

  add(name) {
    this.#sought += 1;
    void this.#seek(name).then((size) => {
      this.#sought -= 1;
      void this.#draw(name, size);
    });
  }

  #lookForEnd() {
    if (this.#isClosed && this.#sought === 0 && this.#drawing === 0) this.emit('done');
  }

  close() {
    this.#isClosed = true;
    const done = once(this, 'done');
    this.#lookForEnd();
    return done;
  }
}

const gallery = new Gallery();
for (const name of ['oak', 'ivy', 'elm', 'fir']) gallery.add(name);
await gallery.close();
console.log(gallery.drawn.toSorted().join(' '));
