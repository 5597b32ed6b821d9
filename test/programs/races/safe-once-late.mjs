// expect: nothing
// A kiln tells once that it is hot. Who fires a pot listens for it before it looks for a glaze.
import { EventEmitter, once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

class Kiln extends EventEmitter {
  light() {
    this.#heat();
    return this;
  }
  async #heat() {
    await delay(2);
    this.emit('hot', 1200);
  }
}

async function glazeFor(pot) {
  await readFile(new URL(import.meta.url));
  await delay(12);
  return `${pot} in blue`;
}

async function fire(pot) {
  const kiln = new Kiln().light();
  const hot = Promise.race([once(kiln, 'hot'), delay(30, ['too cold'])]);
  const glaze = await glazeFor(pot);
  const [heat] = await hot;
  return `${glaze}: ${heat}`;
}

console.log(await fire('jug'));
