// expect: nothing
// Whoever has tuned in a better feed looks whether the viewer has been closed meanwhile.
import { setTimeout as sleep } from 'node:timers/promises';

async function tuneIn(quality) {
  await sleep(8);
  const frames = [];
  const beat = setInterval(() => frames.push(`${quality} frame`), 4);
  return { quality, frames, close: () => clearInterval(beat), beat };
}

class Viewer {
  #feed = null;
  #switches = 0;
  #closed = false;

  async watch(quality) {
    await this.#keep(await tuneIn(quality));
  }

  async #keep(feed) {
    this.#switches++;
    feed.beat.unref();
    this.#feed = feed;
  }

  async sharpen() {
    await sleep(5);
    const better = await tuneIn('high');
    if (this.#closed) return better.close();
    this.#feed?.close();
    await this.#keep(better);
  }

  get switches() {
    return this.#switches;
  }

  close() {
    this.#closed = true;
    this.#feed?.close();
    this.#feed = null;
  }
}

const viewer = new Viewer();
await viewer.watch('low');
const sharpening = viewer.sharpen();
await sleep(3);
viewer.close();
await sharpening;
console.log('switches', viewer.switches);
