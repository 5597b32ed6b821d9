// expect: race.fs.lost-update 21,25
// Clerks read the price list by a helper, and put it back with one price more.
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

let saves = 0;

class PriceList {
  static async open(file) {
    const list = new PriceList();
    list.file = file;
    await list.reload();
    return list;
  }

  prices = {};

  async reload() {
    this.prices = JSON.parse(await readFile(this.file, 'utf8'));
  }

  async put(text) {
    await rename(await this.aside(text), this.file);
  }

  async aside(text) {
    const name = `${this.file}.${++saves}`;
    await writeFile(name, text);
    return name;
  }
}

const folder = await mkdtemp(path.join(tmpdir(), 'prices-'));
const file = path.join(folder, 'prices.json');
await writeFile(file, '{"tea":2}');

async function clerk(name, price) {
  const list = await PriceList.open(file);
  await delay(5);
  await list.put(JSON.stringify({ ...list.prices, [name]: price }));
}
await Promise.all([clerk('jam', 3), clerk('rye', 4)]);
console.log(Object.keys(JSON.parse(await readFile(file, 'utf8'))).length > 0);
await rm(folder, { recursive: true });
