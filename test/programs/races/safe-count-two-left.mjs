// expect: nothing
// A gallery is done when no picture is looked for and none is drawn. Whoever counts itself off looks whether that was the last.
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
    if (!shelf.has(name)) throw new Error(`no ${name}`);
    return shelf.get(name);
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
    void this.#seek(name)
      .then((size) => void this.#draw(name, size), (error) => this.emit('missing', error.message))
      .then(() => {
        this.#sought -= 1;
        this.#lookForEnd();
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
gallery.on('missing', (message) => console.log(message));
for (const name of ['oak', 'ivy', 'elm', 'fir']) gallery.add(name);
await gallery.close();
console.log(gallery.drawn.join(' '));
