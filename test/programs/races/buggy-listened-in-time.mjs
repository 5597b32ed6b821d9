// expect: race.order.use-before-init 39,21,38; race.order.use-before-init 47,26,45; hang.tla-unsettled 56
// Who waits for the only event of something that is under way waits for something else first: here two of them are in time, by luck, and one is not.
import { EventEmitter, once } from 'node:events';
import { readFile, readdir, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const here = new URL('.', import.meta.url);

class Atlas extends EventEmitter {
  constructor() {
    super();
    this.#load().catch((error) => this.emit('error', error));
  }
  async #load() {
    const names = await readdir(here);
    for (const name of names.slice(0, 3)) {
      await stat(new URL(name, here));
    }
    await delay(150);
    this.names = names;
    this.emit('loaded');
  }
}
function startPrint() {
  const print = new EventEmitter();
  setTimeout(() => print.emit('printed', 3), 250);
  return print;
}
class Courier extends EventEmitter {
  async ride() {
    await delay(3);
    this.emit('arrived');
  }
}

async function showAtlas() {
  const atlas = new Atlas();
  await readFile(new URL(import.meta.url));
  await once(atlas, 'loaded');
  console.log(atlas.names.length > 3);
}
async function printAll() {
  const print = startPrint();
  // The paper.
  await stat(here);
  const done = new Promise((resolve) => {
    print.once('printed', resolve);
  });
  console.log('pages', await done);
}
await showAtlas();
await printAll();
const courier = new Courier();
courier.ride();
await delay(20);
await once(courier, 'arrived');
