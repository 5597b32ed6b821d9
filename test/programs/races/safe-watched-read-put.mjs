// expect: nothing
// A price list is read again whenever its file has changed; whoever puts a new one there has not made it of what was read there.
import { watch } from 'node:fs';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

class PriceList {
  prices = {};
  #pending;
  #timer;

  static async open(file) {
    const list = new PriceList();
    list.file = file;
    list.prices = JSON.parse(await readFile(file, 'utf8'));
    list.watcher = watch(path.dirname(file), (_, name) => {
      if (name === path.basename(file)) list.#touched();
    });
    return list;
  }

  #touched() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.reload(), 4);
  }

  reload() {
    this.#pending ??= this.#load().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  async #load() {
    this.prices = JSON.parse(await readFile(this.file, 'utf8'));
  }

  close() {
    clearTimeout(this.#timer);
    this.watcher.close();
  }
}

const folder = await mkdtemp(path.join(tmpdir(), 'prices-'));
const file = path.join(folder, 'prices.json');
async function put(text) {
  await writeFile(`${file}.next`, text);
  await rename(`${file}.next`, file);
}
await put('{"tea":2}');
const list = await PriceList.open(file);
await delay(5);
await put('{"tea":3}');
await delay(15);
await put('{"tea":4}');
await delay(20);
list.close();
await rm(folder, { recursive: true });
console.log(list.prices.tea);
