// What the shop sells, and how much of it is there. Kept in memory and saved to a file after every change.
import { readFile, rename, writeFile } from 'node:fs/promises';
import { Mutex } from 'async-mutex';

export class Catalog {
  #file;
  #items;
  #saving = new Mutex();

  static async open(source, file) {
    const rows = JSON.parse(await readFile(source, 'utf8'));
    const catalog = new Catalog(file, rows);
    await catalog.save();
    return catalog;
  }

  constructor(file, rows) {
    this.#file = file;
    this.#items = new Map(rows.map((row) => [row.sku, { ...row, initial: row.stock }]));
  }

  items() {
    return [...this.#items.values()];
  }

  find(sku) {
    return this.#items.get(sku);
  }

  /** Written beside the file and renamed, so that the file is whole at any time. */
  async save() {
    await this.#saving.runExclusive(async () => {
      const rows = this.items().map(({ sku, stock }) => ({ sku, stock }));
      await writeFile(`${this.#file}.new`, JSON.stringify(rows));
      await rename(`${this.#file}.new`, this.#file);
    });
  }
}
